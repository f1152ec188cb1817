import type { ServerResponse } from 'node:http';
import { SafeAIError } from '@safeai/core';
import { ClientGone } from '../../http/read-body.ts';

/** The status of a request whose caller left before the answer. */
export const CLIENT_GONE = 499;

/** Tells once that a caller is gone, and why. @returns stops to watch */
export type WatchCaller = (leave: (reason: unknown) => void) => () => void;

/** Whether a call was ended because its caller is gone, rather than for a reason that its caller is told. */
export function isCallerGone(gone: AbortSignal): boolean {
  return gone.aborted && !SafeAIError.isInstance(gone.reason);
}

/** Watches the caller of an answer that is written here. */
export function callerOf(res: ServerResponse): WatchCaller {
  return (leave) => {
    const onClose = (): void => {
      if (!res.writableFinished) leave(new ClientGone());
    };
    if (res.destroyed) onClose();
    else res.once('close', onClose);
    return () => res.off('close', onClose);
  };
}

/** Watches a caller by a signal. */
export function callerBy(left: AbortSignal): WatchCaller {
  return (leave) => {
    const onAbort = (): void => {
      leave(left.reason);
    };
    if (left.aborted) onAbort();
    else left.addEventListener('abort', onAbort);
    return () => {
      left.removeEventListener('abort', onAbort);
    };
  };
}

/** Calls to providers that are being made. */
export class RunningCalls {
  readonly #running = new Map<AbortController, Promise<unknown>>();

  /**
   * Makes a call.
   *
   * @param call is given what ends it: aborted with the reason for which the caller is gone, or with `shutting_down` by
   *   {@link cutOff}
   */
  async run<T>(watch: WatchCaller, call: (gone: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const unwatch = watch((reason) => {
      controller.abort(reason);
    });
    const running = call(controller.signal);
    this.#running.set(controller, running);
    try {
      return await running;
    } finally {
      this.#running.delete(controller);
      unwatch();
    }
  }

  /** Ends what is left: their callers are told. */
  cutOff(): void {
    for (const controller of this.#running.keys()) {
      controller.abort(new SafeAIError('shutting_down', 'The server is stopping.'));
    }
  }

  /** Fulfilled once none is left of those that run now. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }
}
