import type { ServerResponse } from 'node:http';
import type { CloseCode, Outlet } from './outlet.ts';
import type { Timing } from './timing.ts';

/** How long the last bytes may take, in milliseconds. */
const LAST_BYTES_MS = 5_000;

/** The frames of a listener as an answer that goes on. */
export class StreamOutlet implements Outlet {
  readonly #res: ServerResponse;
  readonly #timing: Timing;

  constructor(res: ServerResponse, timing: Timing) {
    this.#res = res;
    this.#timing = timing;
  }

  write(bytes: Buffer): void {
    if (!this.#res.writableEnded) this.#res.write(bytes);
  }

  get waiting(): number {
    return this.#res.writableLength;
  }

  get taken(): number {
    return (this.#res.socket?.bytesWritten ?? 0) - this.#res.writableLength;
  }

  end(_code: CloseCode, reason: string, retryAfterMs?: number): void {
    if (this.#res.writableEnded) return;
    const retry = retryAfterMs === undefined ? '' : `retry: ${String(retryAfterMs)}\n`;
    this.#res.end(`${retry}: ${reason}\n\n`);
    const giveUp = this.#timing.after(LAST_BYTES_MS, () => {
      this.cut();
    });
    this.#res.once('close', giveUp);
  }

  cut(): void {
    this.#res.destroy();
  }
}
