import type { JsonLimits, JsonObject, Usage } from '@safeai/core';
import { applyEdits, writeJson, type Edit } from '../json/apply-edits.ts';
import type { Part, ProtocolError } from '../model.ts';
import { errorBody } from '../openai-chat/error.ts';
import { locate } from '../shape/locate.ts';
import { stringOf } from '../shape/shape.ts';
import { ToldWords } from '../shape/told-words.ts';
import { joinBytes, rewriteEvent, writeEvent } from '../sse/rewrite-event.ts';
import type { SseEvent } from '../sse/sse-event.ts';
import { ChannelBook, isOfChannel } from '../stream/channel-book.ts';
import { afterTheEnd, otherName, readEventObject, unscannedLines } from '../stream/read-event.ts';
import { stepOf } from '../stream/step-of.ts';
import type {
  Channel,
  Delta,
  StreamEnd,
  StreamReader,
  StreamReaderOptions,
  StreamStep,
} from '../stream/stream-reader.ts';
import { objectOf } from '../usage.ts';
import { emptyResponse, finishOf } from './response.ts';
import { channelOf, EVENT } from './event-shapes.ts';
import { EventNumbers } from './event-numbers.ts';
import { SentResponse } from './sent-response.ts';
import { usageOf } from './usage.ts';

const LAST = new Set(['response.completed', 'response.incomplete', 'response.failed', 'error']);

/** A stream of a response. */
export class ResponseStream implements StreamReader {
  readonly #limits: JsonLimits | undefined;
  readonly #options: StreamReaderOptions;
  readonly #book: ChannelBook;
  readonly #told = new ToldWords();
  readonly #numbers = new EventNumbers();
  readonly #sent = new SentResponse();
  readonly #bodies = new WeakMap<SseEvent, JsonObject>();
  /** A piece of each channel, without its text: the form of those of ours. */
  readonly #pieces = new Map<string, JsonObject>();
  #head: JsonObject | undefined;
  #usage: Usage | null = null;
  #terminal = false;
  /** The type of the event that the stream ended with, until another mark of the end has come. */
  #last = '';
  #closed = false;

  constructor(options: StreamReaderOptions = {}) {
    this.#limits = options.limits;
    this.#options = options;
    this.#book = new ChannelBook(options.channels);
  }

  get channels(): ReadonlyMap<string, Channel> {
    return this.#book.channels;
  }

  read(event: SseEvent): StreamStep {
    const lines = unscannedLines(event);
    if (event.data === null) return stepOf(event, lines, this.#usage);
    const done = event.data.trim() === '[DONE]';
    if (done && this.#last !== '') {
      this.#last = '';
      return stepOf(event, lines, this.#usage);
    }
    if (this.#terminal && this.#last !== 'error') throw afterTheEnd();
    const body = readEventObject(event.data, this.#limits);
    const type = stringOf(body, 'type') ?? '';
    // An error may come before the response that failed with it.
    const again = this.#terminal;
    if (again && type !== 'response.failed') throw afterTheEnd();
    this.#bodies.set(event, body);
    this.#numbers.note(event, body);
    const { parts, unscanned, words } = locate(body, EVENT, { role: 'assistant' }, this.#told);
    const deltas: Delta[] = [];
    const whole: Part[] = [];
    for (const part of parts) this.#sort(part, body, type, deltas, whole);
    this.#terminal ||= LAST.has(type);
    this.#last = this.#terminal ? type : '';
    const response = objectOf(body, 'response');
    if (response !== undefined) {
      this.#head ??= response;
      this.#usage = usageOf(response) ?? this.#usage;
    }
    const told = [...lines, ...unscanned, ...otherName(event, type)];
    const ends = this.#ends(type, body);
    const finish = LAST.has(type) ? finishOf(response) : [];
    const terminal = this.#terminal && !again;
    const found = { deltas, whole, words, ends, finish, terminal };
    return stepOf(event, told, this.#usage, found);
  }

  pass(step: StreamStep, edits: readonly Edit[] = []): Uint8Array {
    const { event } = step;
    const body = this.#bodies.get(event);
    if (body !== undefined) this.#sent.note(edited(event, body, edits));
    if (step.terminal) this.#closed = true;
    const numbered = this.#numbers.pass(event);
    return rewriteEvent(event, numbered === undefined ? edits : [...edits, numbered]);
  }

  tail(channel: string, text: string): Uint8Array {
    const piece = this.#pieces.get(channel);
    if (piece === undefined || text === '') return new Uint8Array(0);
    return this.#own({ ...piece, delta: text });
  }

  end(): StreamEnd {
    return { ends: this.#book.end(() => true), terminal: this.#terminal, usage: this.#usage };
  }

  endBlocked(message: string): Uint8Array {
    if (this.#closed) return new Uint8Array(0);
    this.#closed = true;
    const { id, model, created } = this.#options;
    const empty = emptyResponse({
      id: stringOf(this.#head ?? {}, 'id') ?? id ?? 'resp_safeai',
      model: stringOf(this.#head ?? {}, 'model') ?? model ?? '',
      created: typeof this.#head?.created_at === 'number' ? this.#head.created_at : (created ?? 0),
    });
    return joinBytes(this.#sent.ending(message, empty).map((event) => this.#own(event)));
  }

  endError(error: ProtocolError): Uint8Array {
    if (this.#closed) return new Uint8Array(0);
    this.#closed = true;
    const { code, message } = error;
    // Clients go by `error`, as those of other streams do; the documented form has the fields themselves.
    return this.#own({ type: 'error', code, message, param: null, ...errorBody(error) });
  }

  #sort(part: Part, body: JsonObject, type: string, deltas: Delta[], whole: Part[]): void {
    const { channel, text, kind } = part;
    if (channel !== undefined && kind === 'tool_name' && !LAST.has(type)) {
      const form = channel.endsWith('/arguments') ? 'json-text' : 'text';
      this.#book.note(channel, { ...part, kind: 'tool_call', form });
    }
    if (isOfChannel(part) && kind !== 'logprob' && type.endsWith('.delta')) {
      deltas.push(this.#book.delta(part));
      if (!this.#pieces.has(part.channel)) this.#pieces.set(part.channel, pieceOf(body));
      return;
    }
    // A call begins with empty arguments, which its pieces then fill.
    if (kind === 'tool_call' && text === '' && type === 'response.output_item.added') return;
    whole.push(part);
  }

  #ends(type: string, body: JsonObject): readonly string[] {
    if (this.#terminal) return this.#book.end(() => true);
    if (!type.endsWith('.done')) return [];
    const prefix = type.startsWith('response.audio.') ? 'audio/' : channelOf(body);
    return prefix === '' ? [] : this.#book.end(({ key }) => key.startsWith(prefix));
  }

  #own(event: JsonObject): Uint8Array {
    this.#sent.note(event);
    const numbered = { ...event, sequence_number: this.#numbers.own() };
    return writeEvent(writeJson(numbered), event.type as string);
  }
}

/** What an event says once it is edited. */
function edited(event: SseEvent, body: JsonObject, edits: readonly Edit[]): JsonObject {
  if (edits.length === 0) return body;
  return JSON.parse(applyEdits(event.data ?? '', edits)) as JsonObject;
}

/** A piece without what is its own alone. */
function pieceOf(body: JsonObject): JsonObject {
  const { delta: _delta, obfuscation: _padding, sequence_number: _number, ...piece } = body;
  return Object.hasOwn(piece, 'logprobs') ? { ...piece, logprobs: [] } : piece;
}
