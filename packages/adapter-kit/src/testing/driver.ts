import type { JsonObject } from '@safeai/core';
import type { AdapterOptions } from '../options.ts';

/** A tool call that the scripted model makes. */
export interface ScriptedCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

/** What the scripted model answers to one request. */
export interface ScriptedTurn {
  /** Its text, in the pieces in which it streams it. */
  readonly pieces?: readonly string[];
  readonly calls?: readonly ScriptedCall[];
  /** Awaited before it answers. */
  readonly before?: () => unknown;
}

/** One conversation of an agent with a scripted model. */
export interface Conversation {
  readonly options: AdapterOptions;
  /** What the user says; the next one once the one before is answered. */
  readonly users: readonly string[];
  /** In their order, one for each request to the model. */
  readonly turns: readonly ScriptedTurn[];
  readonly tools: Readonly<Record<string, (parameters: JsonObject) => unknown>>;
  readonly isStreamed: boolean;
  /** Called where the run pauses for a person by the framework's own means; the run goes on after it. */
  readonly decide: () => Promise<void>;
}

/** What became of it. */
export interface Conversed {
  /** What the user was shown, one text for each of theirs. */
  readonly answers: readonly string[];
  /** What the model was sent, as JSON: one for each request. */
  readonly requests: readonly string[];
}

/** How the shared suite drives an adapter and its framework. */
export interface AdapterDriver {
  readonly name: string;
  /**
   * What a call that waits for a person comes to: the framework's own pause (`native`); or an answer that says so, after which
   * the user asks again (`answer`).
   */
  readonly pause: 'native' | 'answer';
  /** Whether it can stream. True if absent. */
  readonly isStreaming?: boolean;
  /** Rejects where the run ends with an error. */
  converse(conversation: Conversation): Promise<Conversed>;
}
