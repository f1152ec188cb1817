import type { JsonValue, Usage } from '@safeai/core';
import type { JsonPath } from './json/path.ts';
import type { StreamReader, StreamReaderOptions } from './stream/stream-reader.ts';

/**
 * What a piece of content is, for the guard to choose a boundary.
 *
 * `tool_name`: the name of a called tool, also where the call has no arguments; `tool_call`: its arguments, which know
 * the name too; `setting`: text of the caller's beside the conversation (user, metadata, stop sequences); `definition`: names,
 * descriptions and schemas of tools and of the answer's form; `citation`: what an answer quotes or links;
 * `logprob`: the tokens of another part once more, with their alternatives; `error`: a provider's message.
 */
export type PartKind =
  | 'text'
  | 'reasoning'
  | 'refusal'
  | 'tool_name'
  | 'tool_call'
  | 'tool_result'
  | 'definition'
  | 'setting'
  | 'citation'
  | 'image'
  | 'audio'
  | 'file'
  | 'logprob'
  | 'error';

/** Whose content it is. */
export type Speaker = 'system' | 'user' | 'assistant' | 'tool';

/**
 * How content is written: `text`; `json-text`, a string that holds JSON (an OpenAI tool call's arguments);
 * `json-value`, JSON itself (an Anthropic tool call's input); `binary`, an encoding of what is no text.
 */
export type PartForm = 'text' | 'json-text' | 'json-value' | 'binary';

/** A place in a JSON body that holds content. */
export interface Part {
  readonly kind: PartKind;
  readonly role: Speaker;
  readonly form: PartForm;
  readonly path: JsonPath;
  /** The string that stands there; the tokens put together for a `logprob`; null for other JSON and what is no text. */
  readonly text: string | null;
  /** What stands there, for `json-value`. */
  readonly value?: JsonValue;
  readonly toolName?: string;
  readonly toolCallId?: string;
  /** Which of several answers to one request it belongs to. */
  readonly choice?: number;
  /** A stream's text that this is a piece of, repeats, or names the tool of. */
  readonly channel?: string;
  /**
   * The provider has signed it and may refuse it in a later request if it is changed: reasoning that comes with a
   * signature. The signature itself is left as it is, whatever is changed.
   */
  readonly signed?: boolean;
}

/** A place that may hold content which was not located: it must be told, never taken for clean. */
export interface Unscanned {
  /** Empty for a line of an event that is not in its JSON. */
  readonly path: JsonPath;
  /**
   * `unknown_field`; `unknown_type`: a known field of an unknown type, or a block whose `type` is not known;
   * `unknown_event`; `binary`: images, sound, files; `encrypted`: what only the provider can read; `stored`: what it keeps
   * and the body only names, an earlier conversation, a prompt or a cache; `tokens`: text as a model's numbers;
   * `comment`, `event_line`: lines of an event that no client is meant to show.
   */
  readonly why:
    | 'unknown_field'
    | 'unknown_type'
    | 'unknown_event'
    | 'binary'
    | 'encrypted'
    | 'stored'
    | 'tokens'
    | 'comment'
    | 'event_line';
  /** What stands there. */
  readonly value: JsonValue;
}

/** Why one of the answers ended, in the provider's own word. */
export interface Finish {
  readonly choice: number;
  readonly reason: string;
}

/** An identifier or a name of the format's own, of 8 characters or more: anything may stand in its place all the same. */
export interface Word {
  readonly path: JsonPath;
  readonly text: string;
}

/** What was found in a body. */
export interface Reading {
  /** In the order of the body. Empty strings are left out, but for a tool call's arguments. */
  readonly parts: readonly Part[];
  readonly unscanned: readonly Unscanned[];
  readonly words: readonly Word[];
}

export interface RequestReading extends Reading {
  readonly model: string | null;
  /** The answer is asked for as a stream. */
  readonly stream: boolean;
  /** The stream is asked for as one JSON array, for `JsonArrayReader`; absent: server-sent events. */
  readonly framing?: 'json-array';
  /** The most tokens that may come out, for each of the answers; null where the request sets no bound. */
  readonly maxOutputTokens: number | null;
  /** How many answers are asked for. */
  readonly choices: number;
  /** The stream is going to tell what was used. */
  readonly streamUsage: boolean;
}

export interface AnswerReading extends Reading {
  readonly model: string | null;
  readonly usage: Usage | null;
  readonly finish: readonly Finish[];
}

/** An answer of ours in the place of a model's. */
export interface BlockedAnswer {
  readonly id: string;
  readonly model: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** What the caller reads. It must hold nothing that was blocked. */
  readonly message: string;
  /** What was used all the same. */
  readonly usage?: Usage | null;
}

/** An error of ours, for a provider's client. */
export interface ProtocolError {
  readonly status: number;
  /** A code of ours: `safeai_blocked`, `rate_limited`. */
  readonly code: string;
  /** What the caller reads: what was wrong and what to do. */
  readonly message: string;
  readonly requestId?: string;
}

/** A provider's wire format: where its bodies and events hold content, and how it says that something is refused. */
export interface Protocol {
  readonly id:
    | 'openai.chat'
    | 'openai.completions'
    | 'openai.responses'
    | 'openai.embeddings'
    | 'openai.models'
    | 'anthropic.messages'
    | 'anthropic.count_tokens'
    | 'gemini.generate'
    | 'gemini.count_tokens'
    | 'gemini.embed';
  /** Whether a request is of this protocol. A query string does not matter, nor what stands before the known end. */
  matches(method: string, path: string): boolean;
  /**
   * @param path the request's path with its query: Gemini's says the model, and whether a stream is asked for
   * @throws InvalidRequestError when the body is no object
   */
  readRequest(body: JsonValue, path?: string): RequestReading;
  /** Reads an answer, also an error of the provider's. @throws InvalidRequestError when the body is no object */
  readAnswer(body: JsonValue): AnswerReading;
  /**
   * A request that asks for what its stream uses; the same text where it does already, or the provider tells anyway.
   * What a caller did not ask for is a step that is `usageOnly`, which can be left out.
   *
   * @param text the request as it was written, `body` what it says
   */
  withStreamUsage(text: string, body: JsonValue): string;
  openStream(options?: StreamReaderOptions): StreamReader;
  /**
   * A whole answer that says that the model's was withheld, with the finish reason that the provider has for it. For
   * a tool call that waits for a person too: the message then says so.
   */
  blockedAnswer(answer: BlockedAnswer): string;
  /** The body of an error, as the official client's error classes show it. */
  error(error: ProtocolError): string;
}
