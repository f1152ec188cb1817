import { SafeAIError } from '@safeai/core';
import type { DraftAnswers, DraftRequest } from './draft-requests.ts';
import { Turns } from '../turns.ts';
import { RunningThread } from './running-thread.ts';

/** Milliseconds that the work on one draft may take. */
const WORK_MS = 15_000;
/** Most drafts that wait or are worked on. */
const MAX_DRAFTS = 8;
/** Milliseconds after which a thread that nobody asks is ended. */
const IDLE_MS = 60_000;

/** Asks the thread; what one piece of work asks counts together. */
export type AskDraft = <R extends DraftRequest>(request: R) => Promise<DraftAnswers[R['kind']]>;

/**
 * Where drafts are worked through: in one thread, one at a time, within a limit of time and memory. A draft that is made
 * to hold it up holds up other drafts alone.
 */
export class DraftDesk {
  readonly #workMs: number;
  // One at a time: each has the thread to itself.
  readonly #turns = new Turns({
    atOnce: 1,
    most: MAX_DRAFTS,
    refusal: `${MAX_DRAFTS} drafts are being looked at.`,
  });
  #thread: RunningThread | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param options.workMs milliseconds that the work on one draft may take */
  constructor({ workMs = WORK_MS }: { readonly workMs?: number } = {}) {
    this.#workMs = workMs;
  }

  /**
   * @param work asks the thread as often as it needs
   * @throws SafeAIError (as a rejection) `rate_limited` where too many drafts wait; `limit_exceeded` for one that takes
   *   too long or too much memory; `shutting_down`; what the work throws
   */
  run<T>(work: (ask: AskDraft) => Promise<T>): Promise<T> {
    return this.#turns.take(() => this.#work(work));
  }

  /** Ends what is under way. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#thread?.end(stopping());
  }

  async #work<T>(work: (ask: AskDraft) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw stopping();
    clearTimeout(this.#idle);
    const thread = (this.#thread ??= new RunningThread());
    let leftMs = this.#workMs;
    try {
      return await work(async (request) => {
        const begun = performance.now();
        const answer = await thread.ask(request, leftMs);
        leftMs = Math.max(1, leftMs - (performance.now() - begun));
        return answer;
      });
    } finally {
      if (thread.isOver) this.#thread = undefined;
      else this.#idle = setTimeout(() => void this.#leave(thread), IDLE_MS).unref();
    }
  }

  async #leave(thread: RunningThread): Promise<void> {
    this.#thread = undefined;
    await thread.end(new Error('The thread that reads drafts had nothing to do.'));
  }
}

function stopping(): SafeAIError {
  return new SafeAIError('shutting_down', 'SafeAI is stopping.');
}
