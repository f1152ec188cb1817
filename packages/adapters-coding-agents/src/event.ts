import type { JsonObject, JsonValue } from '@safeai/core';

/** A tool call that a coding agent is about to make. */
export interface HookRequest {
  readonly kind: 'request';
  /** The event, as the host spells it. */
  readonly name: string;
  readonly sessionId?: string;
  readonly toolName: string;
  readonly parameters: JsonObject;
}

/** What is on its way into the model's context: a tool's result, or a file. */
export interface HookResponse {
  readonly kind: 'response';
  readonly name: string;
  readonly sessionId?: string;
  readonly toolName: string;
  readonly response: JsonValue;
}

/** What a person asks a coding agent. */
export interface HookPrompt {
  readonly kind: 'prompt';
  readonly name: string;
  readonly sessionId?: string;
  readonly prompt: string;
}

/** An event that carries nothing to judge, such as the end of a session. */
export interface HookNotice {
  readonly kind: 'notice';
  readonly name: string;
}

/** What a hook of a coding agent tells. */
export type HookEvent = HookRequest | HookResponse | HookPrompt | HookNotice;

/** What becomes of an event. */
export type Verdict =
  | { readonly kind: 'pass' }
  /** It goes on with other parameters, or with another result. */
  | { readonly kind: 'change'; readonly to: JsonValue; readonly reason: string }
  /** It does not go on. The reason is for the model to read. */
  | { readonly kind: 'deny'; readonly reason: string };

/** What a hook answers its host. */
export interface HookAnswer {
  /** 2 stops the call wherever a host can stop one; hosts let the call go on every other failure. */
  readonly exitCode: 0 | 2;
  /** What goes to standard output, or is the body of an HTTP answer; null where nothing is said. */
  readonly output: JsonObject | null;
  /** What goes to standard error; null where nothing is said. */
  readonly message: string | null;
}

/** Reads the hooks of one host, and answers in its terms. */
export interface Codec {
  /**
   * What an envelope tells.
   *
   * @returns undefined for an event that this host does not have, or one whose fields are missing
   */
  read(envelope: JsonObject): HookEvent | undefined;
  /** The answer to an event that {@link read} gave for the same envelope. */
  answer(event: HookEvent, verdict: Verdict, envelope: JsonObject): HookAnswer;
  /** The answer to what could not be read: it stops whatever the event was. */
  refuse(reason: string): HookAnswer;
}
