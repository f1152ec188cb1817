import { performance } from 'node:perf_hooks';

/** Time, for streams of events. Tests have one of their own. */
export interface Timing {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds from an arbitrary start, never going back: how long work takes. */
  elapsed(): number;
  /** Calls back after some milliseconds. @returns takes it back */
  after(ms: number, act: () => void): () => void;
  /** Calls back once the loop has looked after everything else. */
  soon(act: () => void): void;
}

/** The machine's. Nothing that waits here keeps the process running. */
export const systemTiming: Timing = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms).unref();
    return () => {
      clearTimeout(timer);
    };
  },
  soon: (act) => {
    setImmediate(act);
  },
};
