import type { OutputStream } from '../host.ts';

/** Shortest time between two drawings, in milliseconds. */
const INTERVAL = 100;

const WIDTH = 24;

/** A bar on a terminal that says how far work is; nothing where there is no terminal. */
export class Progress {
  readonly #stream: OutputStream;
  readonly #total: number;
  #drawnAt = 0;
  #isDrawn = false;

  /** @param total how much there is to do; of what, is the caller's affair */
  constructor(stream: OutputStream, total: number) {
    this.#stream = stream;
    this.#total = Math.max(total, 1);
  }

  /** Says how much is done. */
  at(done: number, what: string): void {
    if (this.#stream.isTTY !== true) return;
    const now = Date.now();
    if (now - this.#drawnAt < INTERVAL) return;
    this.#drawnAt = now;
    this.#isDrawn = true;
    const share = Math.min(done / this.#total, 1);
    const full = Math.round(share * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    this.#stream.write(`\r\u001B[2K${bar} ${String(Math.floor(share * 100))} %  ${what}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#isDrawn) this.#stream.write('\r\u001B[2K');
  }
}
