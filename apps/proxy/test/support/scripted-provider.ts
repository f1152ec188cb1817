import type { JsonObject, JsonValue } from '@safeai/core';
import { bytesOf, cut } from '../../../../packages/protocols/test/drive.ts';
import { FAILING, STREAMS } from '../../../../packages/protocols/test/streams.ts';
import {
  ScriptedServer,
  type ReceivedRequest,
  type Scripted,
  type Step,
} from '../../../../packages/protocols/test/scripted-server.ts';
import { ANTHROPIC_ANSWERS, messageStream } from './anthropic-answers.ts';
import { GEMINI_ANSWERS, geminiArray, geminiChunks, geminiStream } from './gemini-answers.ts';
import { chatStream, OPENAI_ANSWERS, responseStream } from './openai-answers.ts';
import type { ProviderError } from './provider-errors.ts';

export {
  Pause,
  type ReceivedRequest,
  type Scripted,
  type Step,
} from '../../../../packages/protocols/test/scripted-server.ts';

/**
 * OpenAI, Anthropic and Gemini at once, on a free port of 127.0.0.1, from `start` to `stop`. It answers by path, whole
 * or as a stream as it is asked, with a short greeting; `says` and `answers` make it say anything else.
 */
export class ScriptedProvider extends ScriptedServer {
  constructor(keeps = true) {
    super(keeps);
    this.greets();
  }

  /** Greets again. */
  greets(): void {
    this.answers(greeting);
  }
}

/** An answer that comes whole. A text goes out as it is written. */
export function json(body: JsonValue, more: Partial<Scripted> = {}): Scripted {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { contentType: 'application/json', pieces: [bytesOf(text)], ...more };
}

/** An answer of server-sent events, in one piece, or cut at these places. */
export function sse(text: string, cuts: readonly number[] = []): Scripted {
  return { contentType: 'text/event-stream; charset=utf-8', pieces: cut(bytesOf(text), cuts) };
}

/** An answer of server-sent events, each event a piece of its own, with what is said between them. */
export function paced(
  text: string,
  between: (index: number) => readonly Step[] = () => [],
): Scripted {
  const events = text.split(/(?<=\n\n|\r\n\r\n)/).map(bytesOf);
  return {
    contentType: 'text/event-stream; charset=utf-8',
    pieces: events.flatMap((event, index) => [event, ...between(index)]),
  };
}

/** An error of a provider's. */
export function failing({ status, headers, body }: ProviderError): Scripted {
  return json(body, { status, headers });
}

/** The stream of this name of those that the tests of the formats have. */
export function recorded(name: string): string {
  const stream = [...STREAMS, ...FAILING].find((one) => one.name === name);
  if (stream === undefined) throw new Error(`There is no stream "${name}".`);
  return stream.text;
}

/** The body of a request as JSON. */
export function bodyOf({ body }: ReceivedRequest): JsonObject {
  return JSON.parse(body.toString('utf8')) as JsonObject;
}

const WORDS = ['Hello! ', 'How can I ', 'help you ', 'today?'];

/** Streams, by the end of a path. */
const STREAMED: readonly [end: RegExp, text: string][] = [
  [/\/chat\/completions$/, chatStream(WORDS)],
  [/\/completions$/, recorded('completion choices')],
  [/\/responses$/, responseStream(WORDS)],
  [/\/messages$/, messageStream(WORDS)],
];

/** Whole answers, by the end of a path. */
const WHOLE: readonly [end: RegExp, body: JsonObject][] = [
  [/\/chat\/completions$/, OPENAI_ANSWERS.chatText],
  [/\/completions$/, OPENAI_ANSWERS.completion],
  [/\/responses$/, OPENAI_ANSWERS.responseText],
  [/\/embeddings$/, OPENAI_ANSWERS.embeddings],
  [/\/messages$/, ANTHROPIC_ANSWERS.text],
  [/\/messages\/count_tokens$/, ANTHROPIC_ANSWERS.countTokens],
  [/:generateContent$/, GEMINI_ANSWERS.text],
  [/:countTokens$/, GEMINI_ANSWERS.countTokens],
  [/:embedContent$/, GEMINI_ANSWERS.embedding],
  [/:batchEmbedContents$/, GEMINI_ANSWERS.embeddings],
  [/\/models$/, OPENAI_ANSWERS.models],
  [/\/models\/[^/]+$/, OPENAI_ANSWERS.model],
];

const NONE = json(
  { error: { message: 'Not found.', type: 'invalid_request_error' } },
  { status: 404 },
);
const GEMINI_SSE = sse(geminiStream(WORDS));
const GEMINI_ARRAY = json(geminiArray(geminiChunks(WORDS)));
const STREAMED_ANSWERS = STREAMED.map(([end, text]) => [end, paced(text)] as const);
const WHOLE_ANSWERS = WHOLE.map(([end, body]) => [end, json(body)] as const);

/** What it says to a request by itself. */
export function greeting(request: ReceivedRequest): Scripted {
  const [path = '', query] = request.path.split('?');
  if (path.endsWith(':streamGenerateContent'))
    return new URLSearchParams(query).get('alt') === 'sse' ? GEMINI_SSE : GEMINI_ARRAY;
  const asksForStream = request.body.length > 0 && bodyOf(request).stream === true;
  const answers = asksForStream ? STREAMED_ANSWERS : WHOLE_ANSWERS;
  return answers.find(([end]) => end.test(path))?.[1] ?? NONE;
}
