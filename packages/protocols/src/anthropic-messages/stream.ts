import { SafeAIError, type JsonLimits, type JsonObject, type JsonValue } from '@safeai/core';
import { writeJson, type Edit } from '../json/apply-edits.ts';
import type { Finish, Part, ProtocolError } from '../model.ts';
import { locate } from '../shape/locate.ts';
import { stringOf } from '../shape/shape.ts';
import { ToldWords } from '../shape/told-words.ts';
import { joinBytes, rewriteEvent, writeEvent } from '../sse/rewrite-event.ts';
import type { SseEvent } from '../sse/sse-event.ts';
import { ChannelBook, isOfChannel } from '../stream/channel-book.ts';
import { afterTheEnd, otherName, readEventObject, unscannedLines } from '../stream/read-event.ts';
import { RepeatedPiece } from '../stream/repeated-piece.ts';
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
import { blockIndex } from './block-index.ts';
import { errorBody } from './error.ts';
import { EVENT } from './shapes.ts';
import { rawUsage, usageOf, type RawUsage } from './usage.ts';

/** The pieces of each text, by the end of its channel's key. */
const DELTAS: ReadonlyMap<string, (text: string) => JsonObject> = new Map<
  string,
  (text: string) => JsonObject
>([
  ['text', (text) => ({ type: 'text_delta', text })],
  ['thinking', (text) => ({ type: 'thinking_delta', thinking: text })],
  ['input', (text) => ({ type: 'input_json_delta', partial_json: text })],
  ['content', (text) => ({ type: 'compaction_delta', content: text })],
]);

/** What an event does to the message's frame. */
interface Frame {
  readonly type: string;
  readonly index: number | undefined;
}

/** A stream of Anthropic messages. */
export class MessageStream implements StreamReader {
  readonly #limits: JsonLimits | undefined;
  readonly #options: StreamReaderOptions;
  readonly #book: ChannelBook;
  readonly #told = new ToldWords();
  readonly #repeated = new RepeatedPiece();
  readonly #frames = new WeakMap<SseEvent, Frame>();
  /** How many blocks have begun. */
  #blocks = 0;
  #message: JsonObject | undefined;
  #raw: RawUsage | undefined;
  #terminal = false;
  /** What was passed on. */
  readonly #open = new Set<number>();
  #next = 0;
  #started = false;
  #finished = false;
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
    const again = this.#terminal ? undefined : this.#repeated.of(event);
    // A piece does nothing to the frame.
    if (again !== undefined) {
      return stepOf(event, [], usageOf(this.#raw), { deltas: [this.#book.delta(again)] });
    }
    const lines = unscannedLines(event);
    if (event.data === null) return stepOf(event, lines, usageOf(this.#raw));
    if (this.#terminal) throw afterTheEnd();
    const body = readEventObject(event.data, this.#limits);
    const type = stringOf(body, 'type') ?? '';
    const { parts, unscanned, words } = locate(body, EVENT, { role: 'assistant' }, this.#told);
    this.#note(event, body, type);
    const deltas: Delta[] = [];
    const whole: Part[] = [];
    for (const part of parts) this.#sort(part, type, deltas, whole);
    const ends = this.#ends(type, body);
    const told = [...lines, ...unscanned, ...otherName(event, type)];
    const finish = finishOf(type, body);
    const terminal = this.#terminal;
    const found = { deltas, whole, words, ends, finish, terminal };
    const step = stepOf(event, told, usageOf(this.#raw), found);
    if (type === 'content_block_delta') this.#repeated.remember(event, step);
    return step;
  }

  pass(step: StreamStep, edits: readonly Edit[] = []): Uint8Array {
    const frame = this.#frames.get(step.event);
    if (frame !== undefined) this.#sent(frame, step);
    return rewriteEvent(step.event, edits);
  }

  tail(channel: string, text: string): Uint8Array {
    const slash = channel.indexOf('/');
    const delta = DELTAS.get(channel.slice(slash + 1));
    if (delta === undefined || text === '' || !this.#book.channels.has(channel)) {
      return new Uint8Array(0);
    }
    return own({
      type: 'content_block_delta',
      index: Number(channel.slice(0, slash)),
      delta: delta(text),
    });
  }

  end(): StreamEnd {
    const usage = usageOf(this.#raw);
    return { ends: this.#book.end(() => true), terminal: this.#terminal, usage };
  }

  endBlocked(message: string): Uint8Array {
    if (this.#closed) return new Uint8Array(0);
    this.#closed = true;
    const pieces: Uint8Array[] = [];
    if (!this.#started) pieces.push(own({ type: 'message_start', message: this.#emptyMessage() }));
    for (const index of this.#open) pieces.push(own({ type: 'content_block_stop', index }));
    if (!this.#finished) {
      const index = this.#next;
      pieces.push(
        own({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } }),
        own({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: message } }),
        own({ type: 'content_block_stop', index }),
        own({
          type: 'message_delta',
          delta: { stop_reason: 'refusal', stop_sequence: null, stop_details: null },
          usage: { output_tokens: this.#raw?.output_tokens ?? 0 },
        }),
      );
    }
    pieces.push(own({ type: 'message_stop' }));
    return joinBytes(pieces);
  }

  endError(error: ProtocolError): Uint8Array {
    if (this.#closed) return new Uint8Array(0);
    this.#closed = true;
    return own(errorBody(error));
  }

  /**
   * Keeps what the frame of the message is.
   *
   * @throws SafeAIError `malformed_stream` for two beginnings, a beginning that says something, and blocks out of order:
   *   clients number them as they come, and would put pieces together that are told as apart
   */
  #note(event: SseEvent, body: JsonObject, type: string): void {
    const ofBlock = type.startsWith('content_block_');
    const index = ofBlock ? blockIndex(body) : undefined;
    this.#frames.set(event, { type, index });
    if (type === 'message_start') {
      if (this.#message !== undefined) throw twice();
      this.#message = objectOf(body, 'message') ?? {};
      const said = this.#message.content;
      if (Array.isArray(said) && said.length > 0) throw outOfOrder();
      this.#raw = rawUsage(objectOf(this.#message, 'usage'), this.#raw);
    } else if (type === 'message_delta') {
      this.#raw = rawUsage(objectOf(body, 'usage'), this.#raw);
    } else if (index !== undefined) {
      const begins = type === 'content_block_start';
      if (begins && index < this.#blocks) throw twice();
      if (begins ? index > this.#blocks : index >= this.#blocks) throw outOfOrder();
      if (begins) this.#blocks++;
    }
    this.#terminal = type === 'message_stop' || type === 'error';
  }

  #sort(part: Part, type: string, deltas: Delta[], whole: Part[]): void {
    const { kind } = part;
    if (!isOfChannel(part)) {
      // A stream's call begins with an empty input, which its pieces then replace.
      if (type === 'content_block_start' && kind === 'tool_call' && isEmpty(part.value)) return;
      whole.push(part);
    } else if (kind === 'tool_name') {
      this.#book.note(part.channel, { ...part, kind: 'tool_call', form: 'json-text' });
      whole.push(part);
    } else {
      deltas.push(this.#book.delta(part));
    }
  }

  #ends(type: string, body: JsonObject): readonly string[] {
    if (this.#terminal) return this.#book.end(() => true);
    if (type !== 'content_block_stop') return [];
    const prefix = `${String(blockIndex(body))}/`;
    return this.#book.end(({ key }) => key.startsWith(prefix));
  }

  #sent({ type, index }: Frame, step: StreamStep): void {
    if (type === 'message_start') this.#started = true;
    if (type === 'content_block_start' && index !== undefined) {
      this.#open.add(index);
      this.#next = Math.max(this.#next, index + 1);
    }
    if (type === 'content_block_stop' && index !== undefined) this.#open.delete(index);
    if (step.finish.length > 0) this.#finished = true;
    if (step.terminal) this.#closed = true;
  }

  /** A message's beginning for a stream of which nothing was passed on. */
  #emptyMessage(): JsonObject {
    const id: JsonValue = this.#message?.id ?? this.#options.id ?? 'msg_safeai';
    const model: JsonValue = this.#message?.model ?? this.#options.model ?? '';
    return {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: objectOf(this.#message, 'usage') ?? { input_tokens: 0, output_tokens: 0 },
    };
  }
}

function own(body: JsonObject): Uint8Array {
  return writeEvent(writeJson(body), body.type as string);
}

function finishOf(type: string, body: JsonObject): readonly Finish[] {
  const delta = type === 'message_delta' ? objectOf(body, 'delta') : undefined;
  const reason = delta === undefined ? undefined : stringOf(delta, 'stop_reason');
  return reason === undefined ? [] : [{ choice: 0, reason }];
}

function isEmpty(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function outOfOrder(): SafeAIError {
  return new SafeAIError(
    'malformed_stream',
    'The event stream says something of a block that has not begun, or begins blocks out of their order.',
  );
}

function twice(): SafeAIError {
  return new SafeAIError('malformed_stream', 'The event stream begins a message or a block twice.');
}
