/** How time is waited for. */
export interface Timer {
  /** Calls back once after so many milliseconds, unless cancelled. */
  start(callback: () => void, milliseconds: number): unknown;
  cancel(handle: unknown): void;
}

/** The timer of this machine. */
export const systemTimer: Timer = {
  start: (callback, milliseconds) => setTimeout(callback, milliseconds),
  cancel: (handle) => {
    clearTimeout(handle as NodeJS.Timeout);
  },
};

/** So many restarts at most: a folder that never rests must not put the call off for ever. */
const MAX_RESTARTS = 10;

/** Calls back when triggers have ceased for a while. */
export class Debounce {
  private readonly callback: () => void;
  private readonly milliseconds: number;
  private readonly timer: Timer;
  private pending: { readonly handle: unknown } | undefined;
  private restarts = 0;
  private closed = false;

  constructor(callback: () => void, milliseconds: number, timer: Timer) {
    this.callback = callback;
    this.milliseconds = milliseconds;
    this.timer = timer;
  }

  /** Something happened. */
  trigger(): void {
    if (this.closed) return;
    if (this.pending !== undefined) {
      if (this.restarts >= MAX_RESTARTS) return;
      this.restarts++;
      this.timer.cancel(this.pending.handle);
    }
    const handle = this.timer.start(() => {
      this.pending = undefined;
      this.restarts = 0;
      this.callback();
    }, this.milliseconds);
    this.pending = { handle };
  }

  /** Never calls back again. */
  close(): void {
    this.closed = true;
    if (this.pending !== undefined) this.timer.cancel(this.pending.handle);
    this.pending = undefined;
  }
}
