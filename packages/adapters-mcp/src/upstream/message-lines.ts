/** Takes the lines of a byte stream, and holds no more of one than it may be long. */
export class MessageLines {
  readonly #maxBytes: number;
  readonly #onLine: (line: string) => void;
  #pieces: Buffer[] = [];
  #bytes = 0;

  /** @param maxBytes longest line, its end not counted */
  constructor(maxBytes: number, onLine: (line: string) => void) {
    this.#maxBytes = maxBytes;
    this.#onLine = onLine;
  }

  /**
   * Takes the next bytes. O(their number).
   *
   * @throws RangeError for a line that is too long; nothing is held then
   */
  write(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#hold(chunk.subarray(start, end));
      this.#flush();
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
  }

  /** Takes what stands after the last line's end as a line. */
  end(): void {
    if (this.#bytes > 0) this.#flush();
  }

  #hold(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) {
      this.#pieces = [];
      this.#bytes = 0;
      throw new RangeError(`a line is longer than ${this.#maxBytes} bytes`);
    }
    this.#pieces.push(piece);
  }

  #flush(): void {
    const [first = EMPTY] = this.#pieces;
    const line = this.#pieces.length < 2 ? first : Buffer.concat(this.#pieces, this.#bytes);
    this.#pieces = [];
    this.#bytes = 0;
    this.#onLine(line.toString('utf8').replace(/\r$/, ''));
  }
}

const NEWLINE = 0x0a;
const EMPTY = Buffer.alloc(0);
