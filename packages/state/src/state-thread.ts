import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { SafeAIError } from '@safeai/core';
import { CLOSE, type Reply, type Request, type RequestName, type Requests } from './requests.ts';

/** How the thread is started and looked after. */
export interface StateThreadOptions {
  readonly start: () => Worker;
  /** Called when a request sets out, and every few milliseconds while any is under way. */
  readonly onTick?: () => void;
  /** A thread that does not answer at all (a disk that hangs) is given up so long after, in milliseconds. */
  readonly stalledMs: number;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: SafeAIError) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

const TICK_MS = 2;

const LOST = 'The thread that holds the state files has ended.';
const UNKNOWN = 'Whether the request took effect is not known; the next one starts anew.';

/** A backup takes as long as it takes. */
const WITHOUT_LIMIT: ReadonlySet<RequestName> = new Set(['files.backup']);

/**
 * The thread that holds the files, seen from the program's own. A thread that has ended is started again with
 * the next request; what it had not answered is rejected. It keeps the process alive only while it has to answer.
 */
export class StateThread {
  readonly #options: StateThreadOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  /** Requests of this turn of the event loop: they go together. */
  #outbox: Request[] = [];
  #lastId = 0;
  #ticking: NodeJS.Timeout | undefined;
  #closed: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  constructor(options: StateThreadOptions) {
    this.#options = options;
  }

  /** @throws SafeAIError `state_unavailable` (as a rejection, with what to do) */
  request<Name extends RequestName>(
    name: Name,
    ...args: Parameters<Requests[Name]>
  ): Promise<ReturnType<Requests[Name]>> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) {
        reject(unavailable('The state files are closed.'));
        return;
      }
      const worker = this.#running();
      const id = ++this.#lastId;
      const request: Request = [id, name, args];
      const timer = WITHOUT_LIMIT.has(name) ? undefined : this.#limit(id);
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject, timer });
      if (this.#pending.size === 1) this.#begin(worker);
      this.#options.onTick?.();
      this.#outbox.push(request);
      if (this.#outbox.length === 1) setImmediate(this.#send);
    });
  }

  /** Waits for what is pending, then ends the thread. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#pending.size > 0) {
      await new Promise<void>((resolve) => (this.#onIdle = resolve));
    }
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = once(worker, 'exit');
    worker.ref();
    worker.postMessage(CLOSE);
    const timer = setTimeout(() => void worker.terminate(), this.#options.stalledMs);
    await ended;
    clearTimeout(timer);
  }

  readonly #send = (): void => {
    const requests = this.#outbox;
    this.#outbox = [];
    if (requests.length === 0) return;
    try {
      this.#worker?.postMessage(requests);
    } catch (cause) {
      if (requests.length > 1) {
        for (const request of requests) {
          this.#outbox = [request];
          this.#send();
        }
        return;
      }
      for (const [id] of requests) {
        this.#take(id)?.reject(unavailable('What was to be kept is no JSON value.', cause));
      }
    }
  };

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = this.#options.start();
    this.#worker = worker;
    worker.unref();
    worker.on('message', (replies: string) => {
      for (const reply of JSON.parse(replies) as readonly Reply[]) this.#answer(worker, reply);
    });
    worker.on('error', (cause) => {
      this.#lose(worker, unavailable(`${LOST} ${UNKNOWN}`, cause));
    });
    worker.on('exit', () => {
      this.#lose(worker, unavailable(`${LOST} ${UNKNOWN}`));
    });
    return worker;
  }

  #answer(worker: Worker, [id, result, failure]: Reply): void {
    if (id === null) this.#lose(worker, unavailable(failure ?? LOST));
    else if (failure === undefined) this.#take(id)?.resolve(result ?? undefined);
    else this.#take(id)?.reject(unavailable(failure));
  }

  /** The next request starts another thread. */
  #lose(worker: Worker, error: SafeAIError): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#outbox = [];
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }

  #limit(id: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#take(id)?.reject(
        unavailable(
          `The state files do not answer: the disk of the state folder is very slow or hangs. ${UNKNOWN}`,
        ),
      );
    }, this.#options.stalledMs);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending === undefined) return undefined;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    if (this.#pending.size === 0) this.#rest();
    return pending;
  }

  #begin(worker: Worker): void {
    worker.ref();
    const { onTick } = this.#options;
    if (onTick !== undefined) this.#ticking = setInterval(onTick, TICK_MS);
  }

  #rest(): void {
    this.#worker?.unref();
    clearInterval(this.#ticking);
    this.#onIdle?.();
  }
}

function unavailable(message: string, cause?: unknown): SafeAIError {
  return new SafeAIError('state_unavailable', message, { cause });
}
