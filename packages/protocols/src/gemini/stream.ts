import type { JsonLimits, JsonObject, Usage } from '@safeai/core';
import type { Edit } from '../json/apply-edits.ts';
import type { Part, ProtocolError } from '../model.ts';
import { locate } from '../shape/locate.ts';
import { ToldWords } from '../shape/told-words.ts';
import { joinBytes } from '../sse/rewrite-event.ts';
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
import { ChunkFrame } from './chunk-frame.ts';
import { errorBody } from './error.ts';
import { blockReasonOf, candidatesOf, finishesOf } from './finish.ts';
import { CHUNK } from './shapes.ts';
import { spelled } from './spelling.ts';
import { usageOf } from './usage.ts';

const NOTHING = new Uint8Array(0);

/** A stream of generated content. It has no mark of its end: it has ended when every candidate has. */
export class ContentStream implements StreamReader {
  readonly #limits: JsonLimits | undefined;
  readonly #book: ChannelBook;
  readonly #told = new ToldWords();
  readonly #frame: ChunkFrame;
  /** Candidates that were read, and whether they have finished. */
  readonly #read = new Map<number, boolean>();
  /** Those of which something was passed on. */
  readonly #sent = new Map<number, boolean>();
  readonly #candidates = new WeakMap<SseEvent, readonly number[]>();
  #head: JsonObject;
  #usage: Usage | null = null;
  #terminal = false;
  #closed = false;

  constructor(options: StreamReaderOptions = {}) {
    this.#limits = options.limits;
    this.#book = new ChannelBook(options.channels);
    this.#frame = new ChunkFrame(options.framing);
    this.#head = {
      ...(options.model !== undefined && { modelVersion: options.model }),
      ...(options.id !== undefined && { responseId: options.id }),
    };
  }

  get channels(): ReadonlyMap<string, Channel> {
    return this.#book.channels;
  }

  read(event: SseEvent): StreamStep {
    const lines = unscannedLines(event);
    if (event.data === null) return stepOf(event, lines, this.#usage);
    const chunk = readEventObject(event.data, this.#limits);
    const { parts, unscanned, words } = locate(chunk, CHUNK, { role: 'assistant' }, this.#told);
    const finish = finishesOf(chunk);
    // A last chunk that says nothing more, or what was used, may follow the end.
    if (this.#terminal && parts.length + unscanned.length + finish.length > 0) throw afterTheEnd();
    this.#keepHead(chunk);
    this.#usage = usageOf(chunk) ?? this.#usage;
    const deltas: Delta[] = [];
    const whole: Part[] = [];
    for (const part of parts) {
      if (!isOfChannel(part) || part.kind === 'logprob') whole.push(part);
      else deltas.push(this.#book.delta(part));
    }
    const candidates = candidatesOf(chunk).map(({ index }) => index);
    this.#candidates.set(event, candidates);
    for (const index of candidates) this.#read.set(index, this.#read.get(index) ?? false);
    this.#book.checkAnswers(this.#read.size);
    const finished = new Set(finish.map(({ choice }) => choice));
    for (const choice of finished) this.#read.set(choice, true);
    const stopped = blockReasonOf(chunk) !== undefined || isError(chunk);
    const over = stopped || (finish.length > 0 && [...this.#read.values()].every(Boolean));
    const terminal = over && !this.#terminal;
    this.#terminal ||= over;
    const ends = this.#book.end(
      ({ choice }) => over || (choice !== undefined && finished.has(choice)),
    );
    const told = [...lines, ...unscanned, ...otherName(event, 'message')];
    const found = { deltas, whole, words, ends, finish, terminal };
    return stepOf(event, told, this.#usage, found);
  }

  pass(step: StreamStep, edits: readonly Edit[] = []): Uint8Array {
    for (const index of this.#candidates.get(step.event) ?? []) {
      this.#sent.set(index, this.#sent.get(index) ?? false);
    }
    for (const { choice } of step.finish) this.#sent.set(choice, true);
    if (step.terminal) this.#closed = true;
    return this.#frame.pass(step.event, edits);
  }

  tail(channel: string, text: string): Uint8Array {
    const choice = this.#book.channels.get(channel)?.choice;
    if (choice === undefined || text === '') return NOTHING;
    this.#sent.set(choice, this.#sent.get(choice) ?? false);
    const thought = channel.endsWith('/thought/text');
    return this.#frame.own({
      candidates: [candidate(choice, { text, ...(thought && { thought }) })],
      ...this.#head,
    });
  }

  end(): StreamEnd {
    return { ends: this.#book.end(() => true), terminal: this.#terminal, usage: this.#usage };
  }

  endBlocked(message: string): Uint8Array {
    if (this.#closed) return this.#frame.close();
    this.#closed = true;
    const open = [...this.#sent].filter(([, finished]) => !finished).map(([index]) => index);
    const blocked = this.#sent.size === 0 ? [0] : open;
    const candidates = blocked.map((index) => ({
      ...candidate(index, { text: message }),
      finishReason: 'SAFETY',
    }));
    const last = candidates.length === 0 ? [] : [this.#frame.own({ candidates, ...this.#head })];
    return joinBytes([...last, this.#frame.close()]);
  }

  endError(error: ProtocolError): Uint8Array {
    if (this.#closed) return this.#frame.close();
    this.#closed = true;
    return joinBytes([this.#frame.own(errorBody(error)), this.#frame.close()]);
  }

  /** Our own chunks are of the same answer as the others. */
  #keepHead(chunk: JsonObject): void {
    for (const name of ['modelVersion', 'responseId']) {
      const value = spelled(chunk, name);
      if (typeof value === 'string') this.#head = { ...this.#head, [name]: value };
    }
  }
}

function candidate(index: number, part: JsonObject): JsonObject {
  return { content: { parts: [part], role: 'model' }, index };
}

function isError(chunk: JsonObject): boolean {
  return Object.hasOwn(chunk, 'error') && chunk.error !== null;
}
