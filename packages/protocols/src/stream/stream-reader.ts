import type { JsonLimits, Usage } from '@safeai/core';
import type { Edit } from '../json/apply-edits.ts';
import type { Finish, Part, PartForm, PartKind, ProtocolError, Unscanned, Word } from '../model.ts';
import type { SseEvent } from '../sse/sse-event.ts';

/** A text that a stream's events give piece by piece: the answer, its reasoning, a tool call's arguments. */
export interface Channel {
  /** The same for all pieces: `0/content`, `0/tool_calls/1/arguments`. */
  readonly key: string;
  readonly kind: PartKind;
  /** `json-text` for a tool call's arguments: the pieces are fragments of one JSON text, cut anywhere. */
  readonly form: PartForm;
  readonly choice?: number;
  /** Undefined until the stream names it. */
  readonly toolName?: string | undefined;
  readonly toolCallId?: string | undefined;
  readonly ended: boolean;
}

/** A piece of a channel's text. */
export interface Delta extends Part {
  readonly channel: string;
  readonly text: string;
}

/** What one event does. */
export interface StreamStep {
  readonly event: SseEvent;
  /** What it adds to channels, in order. */
  readonly deltas: readonly Delta[];
  /** Content that comes whole. With a `channel` it says once more what that channel said, or names its tool. */
  readonly whole: readonly Part[];
  /**
   * Channels to which no later event adds, its own pieces counted in: what was held back of them goes into this
   * event's own pieces, or into a `tail` before it.
   */
  readonly ends: readonly string[];
  readonly unscanned: readonly Unscanned[];
  /** Those that no event before it said. */
  readonly words: readonly Word[];
  /** What is known to be used so far; null while nothing is. */
  readonly usage: Usage | null;
  /** It tells what was used and nothing else: a client that did not ask for it misses nothing. */
  readonly usageOnly: boolean;
  readonly finish: readonly Finish[];
  /** The stream ends with it, by the protocol's own marker or with an error. */
  readonly terminal: boolean;
}

/** What ends with the bytes of a stream. */
export interface StreamEnd {
  /** Channels that the stream did not end: it was cut off. */
  readonly ends: readonly string[];
  /** The stream had its own ending. */
  readonly terminal: boolean;
  readonly usage: Usage | null;
}

export interface StreamReaderOptions {
  /** Bounds of one event's JSON. */
  readonly limits?: JsonLimits;
  /** Most channels of one stream; 1 000 if absent. */
  readonly channels?: number;
  /** How Gemini's chunks stand in the stream; `sse` if absent. The other protocols have server-sent events alone. */
  readonly framing?: 'sse' | 'json-array';
  /** What our own events say where the stream has not said it yet: an answer's id, its model, seconds since 1970. */
  readonly id?: string;
  readonly model?: string;
  readonly created?: number;
}

/**
 * One stream of a protocol. Each event is read once, in order, and then passed, passed with edits, or left out; events of
 * our own are made to fit what was passed.
 */
export interface StreamReader {
  /**
   * @throws SafeAIError `malformed_stream`: an event that is no JSON object, that comes after the end, that adds to a
   *   channel which has ended, or gives a tool call another name; LimitExceededError
   */
  read(event: SseEvent): StreamStep;
  /**
   * The bytes for a step that goes on: its own where there are no edits. The reader counts them as sent.
   *
   * @throws InvalidRequestError when the event has no value at an edit's path
   */
  pass(step: StreamStep, edits?: readonly Edit[]): Uint8Array;
  /**
   * An event in the channel's own form, for text that was held back. It goes before the step that ends the channel,
   * and after one of the channel's own was passed.
   */
  tail(channel: string, text: string): Uint8Array;
  /** The upstream's bytes have ended. */
  end(): StreamEnd;
  /**
   * Ends the stream as the protocol does when an answer is withheld: what is open is closed, a message is said, the
   * finish reason stated, the end marked. Empty when what was sent has ended already.
   */
  endBlocked(message: string): Uint8Array;
  /** Ends the stream with the protocol's own error event. Empty when what was sent has ended already. */
  endError(error: ProtocolError): Uint8Array;
  /** All channels so far. */
  readonly channels: ReadonlyMap<string, Channel>;
}
