/** The side that a body comes from. */
export interface BodySource {
  /** Enough for now. */
  pause(): void;
  /** There is room again. */
  resume(): void;
  /** Nobody wants the rest. */
  cancel(): void;
}

/** A reader that waits for the next chunk. */
interface Waiting {
  readonly resolve: (result: IteratorResult<Buffer, undefined>) => void;
  readonly reject: (error: Error) => void;
}

/** What a chunk costs besides its bytes: an upstream that sends single ones fills memory with these. */
const CHUNK_BYTES = 128;

/** Bytes that wait for a slow reader before the source is paused. */
const HIGH_WATER = 65_536;

/**
 * The body of an answer, for one reader. What it does not read waits, up to 64 KiB and what one read of the socket
 * gives; then the upstream waits too. Leaving the loop early ends the request.
 */
export class AnswerBody implements AsyncIterableIterator<Buffer, undefined> {
  readonly #source: BodySource;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #paused = false;
  #ended = false;
  #error: Error | undefined;
  #waiting: Waiting | undefined;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /** Adds a chunk. */
  push(chunk: Buffer): void {
    if (this.#ended || chunk.length === 0) return;
    if (this.#waiting !== undefined) {
      this.#take()?.resolve({ done: false, value: chunk });
      return;
    }
    this.#chunks.push(chunk);
    this.#size += chunk.length + CHUNK_BYTES;
    if (this.#size < HIGH_WATER || this.#paused) return;
    this.#paused = true;
    this.#source.pause();
  }

  /** The body is whole. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#take()?.resolve({ done: true, value: undefined });
  }

  /**
   * The body ends here, and is not whole.
   *
   * @param drop whether what waits to be read is dropped
   */
  fail(error: Error, drop = false): void {
    if (this.#ended && !drop) return;
    if (drop) this.#drop();
    this.#ended = true;
    this.#error = error;
    const waiting = this.#take();
    if (waiting === undefined) return;
    this.#error = undefined;
    waiting.reject(error);
  }

  next(): Promise<IteratorResult<Buffer, undefined>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#size -= chunk.length + CHUNK_BYTES;
      if (this.#paused && this.#size < HIGH_WATER / 2) {
        this.#paused = false;
        this.#source.resume();
      }
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#error !== undefined) {
      const error = this.#error;
      this.#error = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Buffer, undefined>> {
    this.#drop();
    this.#error = undefined;
    if (!this.#ended) {
      this.#ended = true;
      this.#source.cancel();
    }
    this.#take()?.resolve({ done: true, value: undefined });
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #drop(): void {
    this.#chunks.length = 0;
    this.#size = 0;
  }

  #take(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}
