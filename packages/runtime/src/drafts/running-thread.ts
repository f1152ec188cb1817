import { Worker } from 'node:worker_threads';
import { LimitExceededError, SafeAIError } from '@safeai/core';
import type { DraftAnswers, DraftReply, DraftRequest } from './draft-requests.ts';

/** Milliseconds until a thread must have begun. */
const START_MS = 30_000;
const MEMORY_MB = 256;

/** From source, the thread needs its types taken out first. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './from-source.mjs' : './draft-thread.js',
  import.meta.url,
);

/** Resolves with the reply to the request before; one waits at a time. */
interface Waiting {
  readonly resolve: (reply: DraftReply) => void;
  readonly reject: (error: Error) => void;
}

/** A thread for drafts, from its start to its end. Asked nothing, it keeps no process alive. */
export class RunningThread {
  readonly #worker: Worker;
  readonly #begun: Promise<unknown>;
  #waiting: Waiting | undefined;
  #ended: Error | undefined;

  constructor() {
    const worker = new Worker(THREAD, {
      name: 'safeai-drafts',
      // Nothing of the server's is to be found in it.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.#worker = worker;
    worker.on('message', (reply: DraftReply) => {
      this.#waiting?.resolve(reply);
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      void this.end(isMemory ? tooLarge(`needs more than ${MEMORY_MB} MiB`) : error);
    });
    worker.once('exit', () => void this.end(new Error('The thread that reads drafts ended.')));
    this.#begun = this.#reply(START_MS, 'cannot be begun in time');
    // Whoever asks is told.
    this.#begun.catch(() => undefined);
  }

  /** Whether it can be asked no more. */
  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * One request at a time.
   *
   * @param limitMs milliseconds until the thread is ended
   * @throws (as a rejection) what the work throws; SafeAIError `limit_exceeded` past the limit, and for too much memory
   */
  async ask<R extends DraftRequest>(request: R, limitMs: number): Promise<DraftAnswers[R['kind']]> {
    await this.#begun;
    const replied = this.#reply(limitMs, 'takes too long');
    this.#worker.postMessage(request);
    const reply = await replied;
    // To take in a large answer takes its time, and so does what is made of it: others have their turn in between.
    await new Promise(setImmediate);
    if (reply.is === 'answer') return reply.answer as DraftAnswers[R['kind']];
    if (reply.is === 'ready') throw new Error('The thread that reads drafts began twice.');
    throw new SafeAIError(reply.code, reply.message, { details: reply.details });
  }

  /** Ends it, whatever it does. Idempotent. @param reason what is told to who waits */
  async end(reason: Error): Promise<void> {
    this.#ended ??= reason;
    this.#waiting?.reject(this.#ended);
    await this.#worker.terminate();
  }

  async #reply(limitMs: number, past: string): Promise<DraftReply> {
    if (this.#ended !== undefined) throw this.#ended;
    const timer = setTimeout(() => void this.end(tooLarge(past)), limitMs);
    this.#worker.ref();
    try {
      return await new Promise<DraftReply>((resolve, reject) => {
        this.#waiting = { resolve, reject };
      });
    } finally {
      this.#waiting = undefined;
      clearTimeout(timer);
      this.#worker.unref();
    }
  }
}

function tooLarge(what: string): LimitExceededError {
  return new LimitExceededError(`The draft ${what}. Try it with fewer rules, or on less.`);
}
