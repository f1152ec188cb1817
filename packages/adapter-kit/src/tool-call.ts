import type { Decision, JsonObject, JsonValue } from '@safeai/core';

/** A tool call that a model made. */
export interface ToolCall {
  readonly toolName: string;
  readonly parameters: JsonObject;
  /** As the model's answer names it: with the session it makes a retry the same operation. */
  readonly toolCallId?: string | undefined;
  /** Of an approval that the caller knows of. Without it, one that is open for the same call is found. */
  readonly approvalRequestId?: string | undefined;
  /** Ends the waiting for a person. */
  readonly signal?: AbortSignal | undefined;
}

/** What a tool answered. */
export interface ToolAnswer {
  readonly toolName: string;
  readonly response: JsonValue;
  /** The decision that let the call run: it is reported as succeeded. */
  readonly decision?: Decision | null;
}

/** How a tool call ended. */
export type CallOutcome = 'succeeded' | 'failed' | 'unknown';
