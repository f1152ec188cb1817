import {
  SafeAIError,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  type Usage,
} from '@safeai/core';
import { writeJson, type Edit } from '../json/apply-edits.ts';
import type { Finish, Part, ProtocolError, Unscanned } from '../model.ts';
import { locate } from '../shape/locate.ts';
import { stringOf, type Shape } from '../shape/shape.ts';
import { ToldWords } from '../shape/told-words.ts';
import { joinBytes, rewriteEvent, writeEvent } from '../sse/rewrite-event.ts';
import type { SseEvent } from '../sse/sse-event.ts';
import { ChannelBook, isOfChannel } from '../stream/channel-book.ts';
import { afterTheEnd, readEventObject, unscannedLines } from '../stream/read-event.ts';
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
import { errorBody } from './error.ts';
import { CHUNK } from './answer-shapes.ts';
import { indexOf } from './message-shapes.ts';
import { usageOf } from './usage.ts';
import { along, wayTo, type Way } from './way.ts';

const DONE = '[DONE]';

/** What tells the streams of two formats of chunks apart. */
export interface ChunkForm {
  readonly shape: Shape;
  readonly object: string;
  /** An answer's id, where neither the stream nor the caller gives one. */
  readonly id: string;
  /** Steps from a chunk to what one of its choices says. */
  readonly depth: number;
  /** What a choice says, as its fields. */
  said(said: JsonObject): JsonObject;
  /** A message of ours, in a choice of which nothing was passed on, or something. */
  message(text: string, started: boolean): JsonObject;
}

const CHAT: ChunkForm = {
  shape: CHUNK,
  object: 'chat.completion.chunk',
  id: 'chatcmpl-safeai',
  depth: 3,
  said: (delta) => ({ delta }),
  message: (content, started) => ({ ...(!started && { role: 'assistant' }), content }),
};

/** What is known of one of the answers. */
interface Choice {
  /** Some of it was passed on. */
  started: boolean;
  /** Its finish reason was passed on. */
  finished: boolean;
}

/** A stream of completions, of chats if nothing else is said. */
export class ChatStream implements StreamReader {
  readonly #form: ChunkForm;
  readonly #limits: JsonLimits | undefined;
  readonly #book: ChannelBook;
  readonly #told = new ToldWords();
  readonly #repeated = new RepeatedPiece();
  readonly #ways = new Map<string, Way>();
  readonly #choices = new Map<number, Choice>();
  /** Choices whose calls are told apart by their ids, or by their places. */
  readonly #calls = new Map<number, 'id' | 'place'>();
  #head: JsonObject;
  #usage: Usage | null = null;
  #terminal = false;
  /** It ended with an error, and not with its marker yet. */
  #failed = false;
  /** What was passed on has ended. */
  #closed = false;

  constructor(options: StreamReaderOptions = {}, form: ChunkForm = CHAT) {
    this.#form = form;
    this.#limits = options.limits;
    this.#book = new ChannelBook(options.channels);
    this.#head = {
      id: options.id ?? form.id,
      object: form.object,
      created: options.created ?? 0,
      model: options.model ?? '',
    };
  }

  get channels(): ReadonlyMap<string, Channel> {
    return this.#book.channels;
  }

  read(event: SseEvent): StreamStep {
    const again = this.#terminal ? undefined : this.#repeated.of(event);
    if (again !== undefined) {
      return stepOf(event, [], this.#usage, { deltas: [this.#book.delta(again)] });
    }
    const lines = unscannedLines(event);
    if (event.data === null) return stepOf(event, lines, this.#usage);
    const done = event.data.trim() === DONE;
    // Some mark the end after an error too.
    if (done && this.#failed) {
      this.#failed = false;
      return stepOf(event, lines, this.#usage);
    }
    if (this.#terminal) throw afterTheEnd();
    if (done) {
      this.#terminal = true;
      const ends = this.#book.end(() => true);
      return stepOf(event, lines, this.#usage, { ends, terminal: true });
    }
    const chunk = readEventObject(event.data, this.#limits);
    this.#keepHead(chunk);
    const usage = usageOf(chunk);
    this.#usage = usage ?? this.#usage;
    const { parts, unscanned, words } = locate(
      chunk,
      this.#form.shape,
      { role: 'assistant' },
      this.#told,
    );
    const deltas: Delta[] = [];
    const whole: Part[] = [];
    for (const part of parts) this.#sort(part, chunk, deltas, whole);
    const finish = this.#finishes(chunk);
    const failed = Object.hasOwn(chunk, 'error') && chunk.error !== null;
    this.#terminal = failed;
    this.#failed = failed;
    const finished = new Set(finish.map(({ choice }) => choice));
    const ends = this.#book.end(
      ({ choice }) => failed || (choice !== undefined && finished.has(choice)),
    );
    const told = [...lines, ...unscanned, ...unknownName(event)];
    const step = stepOf(event, told, this.#usage, {
      deltas,
      whole,
      words,
      finish,
      ends,
      usageOnly: isUsageOnly(chunk),
      terminal: failed,
    });
    if (usage === null) this.#repeated.remember(event, step);
    return step;
  }

  pass(step: StreamStep, edits: readonly Edit[] = []): Uint8Array {
    for (const { choice } of step.deltas) this.#start(choice);
    for (const { choice } of step.whole) this.#start(choice);
    for (const { choice } of step.finish) this.#choice(choice).finished = true;
    if (step.terminal) this.#closed = true;
    return rewriteEvent(step.event, edits);
  }

  tail(channel: string, text: string): Uint8Array {
    const way = this.#ways.get(channel);
    const choice = this.#book.channels.get(channel)?.choice;
    if (way === undefined || choice === undefined || text === '') return new Uint8Array(0);
    this.#choice(choice).started = true;
    return this.#chunk([
      { index: choice, ...this.#form.said(along(way, text)), finish_reason: null },
    ]);
  }

  end(): StreamEnd {
    return { ends: this.#book.end(() => true), terminal: this.#terminal, usage: this.#usage };
  }

  endBlocked(message: string): Uint8Array {
    if (this.#closed) return new Uint8Array(0);
    if (this.#choices.size === 0) this.#choice(0);
    const open = [...this.#choices].filter(([, { finished }]) => !finished);
    const last = open.map(([index, { started }]) => ({
      index,
      ...this.#form.said(this.#form.message(message, started)),
      finish_reason: 'content_filter',
    }));
    this.#closed = true;
    for (const [, choice] of open) choice.finished = true;
    return joinBytes([...(last.length > 0 ? [this.#chunk(last)] : []), writeEvent(DONE)]);
  }

  endError(error: ProtocolError): Uint8Array {
    if (this.#closed) return new Uint8Array(0);
    this.#closed = true;
    return writeEvent(writeJson(errorBody(error)));
  }

  /** A name opens the channel of its call, and comes whole; so does what repeats a channel. */
  #sort(part: Part, chunk: JsonObject, deltas: Delta[], whole: Part[]): void {
    const { kind } = part;
    this.#tellCalls(part);
    if (!isOfChannel(part)) {
      whole.push(part);
    } else if (kind === 'tool_name') {
      const custom = part.path.includes('custom');
      this.#book.note(part.channel, {
        ...part,
        kind: 'tool_call',
        form: custom ? 'text' : 'json-text',
      });
      whole.push(part);
    } else if (kind === 'logprob') {
      whole.push(part);
    } else {
      const { channel } = part;
      deltas.push(this.#book.delta(part));
      if (!this.#ways.has(channel)) {
        this.#ways.set(channel, wayTo(part.path, chunk, this.#form.depth));
      }
    }
    if (part.choice !== undefined) this.#choice(part.choice);
  }

  /** @throws SafeAIError `malformed_stream` for calls with and without an index: to which a piece belongs, clients disagree */
  #tellCalls({ channel, choice }: Part): void {
    if (channel === undefined || choice === undefined) return;
    const calls = `${String(choice)}/tool_calls/`;
    if (!channel.startsWith(calls)) return;
    const by = channel.startsWith('id:', calls.length) ? 'id' : 'place';
    const known = this.#calls.get(choice);
    if (known === undefined) this.#calls.set(choice, by);
    else if (known !== by) {
      throw new SafeAIError(
        'malformed_stream',
        'Some tool calls of the event stream have an index, and some have none.',
      );
    }
  }

  #finishes(chunk: JsonObject): readonly Finish[] {
    const finish: Finish[] = [];
    const choices = chunk.choices;
    if (!Array.isArray(choices)) return finish;
    for (const [position, choice] of (choices as readonly JsonValue[]).entries()) {
      if (typeof choice !== 'object' || choice === null || Array.isArray(choice)) continue;
      const index = indexOf(choice as JsonObject, position, true);
      this.#choice(index);
      const reason = stringOf(choice as JsonObject, 'finish_reason');
      // Some imitations write an empty reason until there is one.
      if (reason !== undefined && reason !== '') finish.push({ choice: index, reason });
    }
    return finish;
  }

  #start(choice: number | undefined): void {
    if (choice !== undefined) this.#choice(choice).started = true;
  }

  #choice(index: number): Choice {
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      choice = { started: false, finished: false };
      this.#choices.set(index, choice);
      this.#book.checkAnswers(this.#choices.size);
    }
    return choice;
  }

  /** Our own chunks are of the same answer as the others. */
  #keepHead(chunk: JsonObject): void {
    const id = stringOf(chunk, 'id');
    if (id === undefined || id === '' || this.#head.id === id) return;
    const created = chunk.created;
    this.#head = {
      id,
      object: this.#form.object,
      created: typeof created === 'number' ? created : (this.#head.created as JsonValue),
      model: stringOf(chunk, 'model') ?? (this.#head.model as JsonValue),
    };
  }

  #chunk(choices: readonly JsonObject[]): Uint8Array {
    return writeEvent(writeJson({ ...this.#head, choices }));
  }
}

function isUsageOnly(chunk: JsonObject): boolean {
  return Array.isArray(chunk.choices) && chunk.choices.length === 0 && usageOf(chunk) !== null;
}

function unknownName({ name, data }: SseEvent): readonly Unscanned[] {
  if (name === null || name === '' || name === 'message' || name === 'error') return [];
  return [{ path: [], why: 'unknown_event', value: `${name}: ${data ?? ''}` }];
}
