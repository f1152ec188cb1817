import type { GuardedStream } from '../guard/stream/guarded-stream.ts';
import { Refusal } from '../guard/refusal.ts';
import type { UpstreamAnswer } from '../upstreams/forwarded.ts';
import type { AnswerSink } from './answer-sink.ts';
import { isCallerGone } from './running-calls.ts';

/** Where a stream goes, and what goes with it. */
export interface StreamGiving {
  readonly sink: AnswerSink;
  /** Aborted when the caller is gone, and when the server cuts off what is left at its end. */
  readonly gone: AbortSignal;
  /** Those of the answer, as the first of it goes. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** A piece of the provider's answer is there. */
  readonly onPiece: () => void;
}

/**
 * Gives out a provider's stream as its guard lets it go. A reader who is slow makes the provider wait. Whoever calls it ends
 * the sink, with what was given or without.
 *
 * @returns what went wrong in its middle, which its reader was told in the stream; undefined where nothing did
 * @throws what went wrong before anything was given, and whatever went wrong where the caller is gone; the guard has ended then
 */
export function giveStream(
  answer: UpstreamAnswer,
  stream: GuardedStream,
  giving: StreamGiving,
): Promise<unknown> {
  return new StreamGift(answer, stream, giving).give();
}

class StreamGift {
  readonly #answer: UpstreamAnswer;
  readonly #stream: GuardedStream;
  readonly #giving: StreamGiving;

  constructor(answer: UpstreamAnswer, stream: GuardedStream, giving: StreamGiving) {
    this.#answer = answer;
    this.#stream = stream;
    this.#giving = giving;
  }

  async give(): Promise<unknown> {
    try {
      await this.#pump();
    } catch (error) {
      return this.#failed(error);
    }
    return this.#stream.failure;
  }

  async #pump(): Promise<void> {
    const { body } = this.#answer;
    for (;;) {
      const { done, value } = await body.next();
      if (done === true) break;
      this.#giving.onPiece();
      await this.#pass(await this.#stream.push(value));
      if (this.#stream.finished) return;
    }
    const rest = await this.#stream.end();
    this.#begin();
    await this.#pass(rest);
  }

  async #pass(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.#begin();
    const room = this.#giving.sink.write(bytes);
    if (room !== undefined) await room;
  }

  #begin(): void {
    const { sink, headers } = this.#giving;
    if (!sink.begun) sink.begin(this.#answer.status, headers());
  }

  async #failed(error: unknown): Promise<unknown> {
    const { sink, gone } = this.#giving;
    if (isCallerGone(gone)) {
      await this.#stream.abort();
      throw error;
    }
    if (error instanceof Refusal && !sink.begun) throw error;
    const last = await this.#stream.fail(error);
    if (!sink.begun) throw error;
    await this.#pass(last);
    return error;
  }
}
