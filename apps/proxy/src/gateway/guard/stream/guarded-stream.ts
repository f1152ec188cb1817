import { SafeAIError, type OutputStream } from '@safeai/core';
import {
  JsonArrayReader,
  SseReader,
  type Finish,
  type SseEvent,
  type StreamReader,
  type StreamStep,
  type Usage,
} from '@safeai/protocols';
import { problemOf } from '../../../http/problem.ts';
import { ofAnswer, type GuardedCall, type GuardReport } from '../guarded-call.ts';
import { Refusal } from '../refusal.ts';
import { EndedAnswer } from './ended-answer.ts';
import { joinPieces } from './join-pieces.ts';
import { StreamGuard } from './stream-guard.ts';

/** What is known of an answer that comes as a stream. */
export interface GuardedStreamOptions {
  /** How a stream of Gemini's stands in its bytes; `sse` if absent. */
  readonly framing?: 'sse' | 'json-array';
  /** Whether the caller asked for what was used: steps that tell that alone are left out where it did not. */
  readonly usageAsked: boolean;
  /** What events of ours say where the stream has not said it yet: an answer's id, its model, seconds since 1970. */
  readonly id?: string;
  readonly model?: string;
  readonly created?: number;
}

/**
 * The guard of one answer that comes as a stream. However its bytes are cut, the same bytes go on; an event in which nothing
 * is replaced goes on byte for byte. Calls are made one after another; `abort` at any time. Whoever opens one calls `end`,
 * `fail` or `abort`, unless it is finished or has thrown.
 */
export interface GuardedStream {
  /**
   * Takes the upstream's next bytes, which must not change afterwards, and gives what can go on now. Waits for a person
   * where a tool call does.
   *
   * @throws Refusal, or SafeAIError (`unscanned_content`, `malformed_stream`, `audit_unavailable`, …) while nothing has
   *   gone on yet. Later that is said in the bytes, as the protocol says it.
   */
  push(bytes: Uint8Array): Promise<Uint8Array>;
  /** The upstream's bytes have ended. Throws as `push` does. */
  end(): Promise<Uint8Array>;
  /**
   * The upstream failed, or anything else: the protocol's own error event. What was held back goes nowhere. Empty where
   * what was sent has ended already, by itself or with an error.
   */
  fail(error: unknown): Promise<Uint8Array>;
  /** The caller is gone: what was seen is on record. @throws SafeAIError `audit_unavailable` */
  abort(): Promise<void>;
  /**
   * Nothing more is to come: it was blocked, failed, was aborted, or has ended by the protocol's own mark. Bytes after that
   * can be pushed, and may go on where they say nothing.
   */
  readonly finished: boolean;
  /** What is known to be used so far; null while nothing is. */
  readonly usage: Usage | null;
  /** Why its answers ended, as far as they have. */
  readonly finish: readonly Finish[];
  readonly report: GuardReport;
  /** Of a block, once there was one. */
  readonly refusal: Refusal | undefined;
  /** What else ended it before its time, once it was said in the bytes. */
  readonly failure: unknown;
}

/**
 * Opens the guard of an answer, and records that it did.
 *
 * @throws Refusal where nothing may go on from the beginning: an emergency stop, an unknown agent; SafeAIError
 *   `audit_unavailable`, `state_unavailable`
 */
export async function openGuardedStream(
  call: GuardedCall,
  options: GuardedStreamOptions,
): Promise<GuardedStream> {
  const { safeai, context, settings } = call;
  const output = await safeai.openOutput({ ...ofAnswer(context), mode: settings.mode }, call.call);
  if (output.blocked !== null) {
    const { refusal } = new EndedAnswer(output.blocked);
    const { decision, found } = await output.end({ aborted: true });
    call.onDecision?.('output', { decision, detections: found });
    throw refusal;
  }
  return new ProtocolStream(call, output, options);
}

const NOTHING = new Uint8Array(0);

class ProtocolStream implements GuardedStream {
  readonly #call: GuardedCall;
  readonly #output: OutputStream;
  readonly #events: { push(bytes: Uint8Array): readonly SseEvent[]; end(): readonly SseEvent[] };
  readonly #reader: StreamReader;
  readonly #guard: StreamGuard;
  readonly #usageAsked: boolean;
  /** What goes on with this call. */
  #pieces: Uint8Array[] = [];
  #hasGiven = false;
  /** The stream ended by its own mark, and the protocol says nothing after it. */
  #isComplete = false;
  /** Nothing goes on any more. */
  #isOver = false;
  #usage: Usage | null = null;
  readonly #finish: Finish[] = [];
  #refusal: Refusal | undefined;
  #failure: unknown;

  constructor(call: GuardedCall, output: OutputStream, options: GuardedStreamOptions) {
    const { usageAsked, ...own } = options;
    this.#call = call;
    this.#output = output;
    this.#events = options.framing === 'json-array' ? new JsonArrayReader() : new SseReader();
    this.#reader = call.protocol.openStream(own);
    this.#guard = new StreamGuard(call, output, this.#reader);
    this.#usageAsked = usageAsked;
  }

  get finished(): boolean {
    return this.#isOver || this.#isComplete;
  }

  get usage(): Usage | null {
    return this.#usage;
  }

  get finish(): readonly Finish[] {
    return this.#finish;
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  get failure(): unknown {
    return this.#failure;
  }

  get report(): GuardReport {
    const { redactions, unscanned, decision } = this.#guard;
    return {
      ...{ decisionId: this.#output.decisionId, redactions, unscanned },
      ...(decision === undefined ? {} : { decision }),
    };
  }

  async push(bytes: Uint8Array): Promise<Uint8Array> {
    if (this.#isOver) return NOTHING;
    try {
      for (const event of this.#events.push(bytes)) {
        const taking = this.#take(event);
        if (taking !== undefined) await taking;
      }
    } catch (error) {
      return this.#stop(error);
    }
    return this.#give();
  }

  async end(): Promise<Uint8Array> {
    if (this.#isOver) return NOTHING;
    try {
      for (const event of this.#events.end()) await this.#take(event);
      const { usage } = this.#reader.end();
      this.#usage = usage ?? this.#usage;
      await this.#guard.close();
      this.#release();
    } catch (error) {
      return this.#stop(error);
    }
    this.#isOver = true;
    return this.#give();
  }

  async fail(error: unknown): Promise<Uint8Array> {
    if (this.#isOver) return NOTHING;
    this.#isOver = true;
    return this.#sayError(error);
  }

  async abort(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#guard.cutOff();
  }

  #take(event: SseEvent): Promise<void> | undefined {
    // Cut off within it: most clients drop it.
    if (!event.complete || this.#isOver) return undefined;
    const step = this.#reader.read(event);
    this.#usage = step.usage ?? this.#usage;
    if (step.finish.length > 0) this.#finish.push(...step.finish);
    if (step.usageOnly && !this.#usageAsked) return undefined;
    const taking = this.#guard.take(step);
    if (taking !== undefined) {
      return taking.then(() => {
        this.#taken(step);
      });
    }
    this.#taken(step);
    return undefined;
  }

  /** Whether something goes on, with this call or one before. */
  get #hasSent(): boolean {
    return this.#hasGiven || this.#pieces.length > 0;
  }

  #taken({ terminal }: StreamStep): void {
    this.#release();
    // Gemini's stream has no mark: what was used may follow, and the array's end.
    if (terminal && !this.#call.protocol.id.startsWith('gemini.')) this.#isComplete = true;
  }

  #release(): void {
    // The caller may have gone meanwhile.
    if (!this.#isOver) this.#guard.release(this.#pieces);
  }

  #give(last?: Uint8Array): Uint8Array {
    const pieces = this.#pieces;
    if (last !== undefined) pieces.push(last);
    if (pieces.length === 0) return NOTHING;
    this.#pieces = [];
    this.#hasGiven = true;
    return joinPieces(pieces);
  }

  /** Nothing more goes on after this. */
  async #stop(error: unknown): Promise<Uint8Array> {
    // The caller is gone.
    if (this.#isOver) return NOTHING;
    this.#isOver = true;
    if (error instanceof EndedAnswer) return this.#sayBlocked(error.refusal, error);
    if (error instanceof Refusal) {
      this.#refusal = error;
      return this.#sayBlocked(error);
    }
    if (SafeAIError.isInstance(error) && error.code === 'unscanned_content') {
      this.#failure = error;
      return this.#sayBlocked(error);
    }
    if (!this.#hasSent) {
      await this.#guard.cutOff();
      throw error;
    }
    return this.#sayError(error);
  }

  async #sayBlocked(error: SafeAIError, ended?: EndedAnswer): Promise<Uint8Array> {
    if (error instanceof Refusal) this.#refusal = error;
    try {
      await this.#guard.cutOff({ aborted: ended === undefined });
    } catch (failure) {
      if (!this.#hasSent) throw failure;
      return this.#give(this.#reader.endError(this.#errorOf(failure)));
    }
    if (!this.#hasSent && ended?.isReplaced !== true) throw error;
    const isKnown = error instanceof Refusal;
    const message = ended?.shown ?? (isKnown ? error.message : `${error.code}: ${error.message}`);
    return this.#give(this.#reader.endBlocked(message));
  }

  async #sayError(error: unknown): Promise<Uint8Array> {
    this.#failure = error;
    let said = error;
    try {
      await this.#guard.cutOff();
    } catch (failure) {
      said = failure;
    }
    return this.#give(this.#reader.endError(this.#errorOf(said)));
  }

  #errorOf(error: unknown) {
    const requestId = this.#call.call.requestId ?? '';
    const { status, code, detail } = problemOf(error, { instance: '', requestId }).problem;
    return { status, code, message: detail, ...(requestId !== '' && { requestId }) };
  }
}
