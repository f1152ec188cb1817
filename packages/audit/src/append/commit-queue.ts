import type { Clock, SafeAIError } from '@safeai/core';
import type { Body } from '../format/record-line.ts';
import { Batch, type Task } from './batch.ts';
import type { Health } from './health.ts';
import { asUnavailable, closed, unavailable } from './unavailable.ts';
import { within } from './within.ts';

/** Most lines of a batch: bounds how long the event loop is kept. */
const MAX_BATCH = 1024;

/** Least time between two attempts while nothing can be written, in milliseconds. */
const RETRY_MS = 250;

/** How often the queue looks by itself whether it can be written again, in milliseconds. */
const PROBE_MS = 1000;

/** What a queue works with. */
export interface CommitQueueOptions {
  /** Whether each line is a batch of its own. */
  readonly isEach: boolean;
  /** How long a batch may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly health: Health;
  /** Does what a batch asks for; it is acknowledged once this resolves. One call at a time. */
  perform(batch: Batch): Promise<void>;
  /** Called after each acknowledged batch; the next one waits for what it returns. */
  onCommitted(): Promise<void> | undefined;
}

/**
 * Group commit: what comes while a batch is being written makes up the next one. Refuses what could not be written
 * in time, and while writing fails all but an attempt now and then.
 */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  readonly #batches: Batch[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;
  /** The disk has not answered for longer than a batch may take. */
  #isStuck = false;
  #retryAt = -Infinity;
  #refused = 0;
  #probeTimer: NodeJS.Timeout | undefined;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /** How many records were refused. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * Resolves once the record is written.
   *
   * @throws SafeAIError (rejects) `audit_unavailable`
   */
  addRecord(body: Body): Promise<void> {
    const refusal = this.#refusal();
    if (refusal !== undefined) {
      this.#refused += 1;
      return Promise.reject(refusal);
    }
    return this.#enqueue('lines', true, body);
  }

  /**
   * Resolves once a task of the log's own is done. It is tried also while records are refused, unless the disk does
   * not answer.
   *
   * @throws SafeAIError (rejects) `audit_unavailable`
   */
  add(task: Task, body?: Body): Promise<void> {
    return this.#enqueue(task, false, body);
  }

  /**
   * Takes no more, and calls `finish` after all that is queued. Where the disk does not answer in time it resolves
   * before: `finish` is called when the disk does, for what is under way may still be written.
   */
  async close(finish: () => Promise<void>): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#probeTimer);
    const running = this.#running ?? Promise.resolve();
    const drained = running.then(() => true);
    if (await within(this.#options.timeoutMs, drained)) await finish();
    else void running.then(finish);
  }

  /** Why no record is taken now. */
  #refusal(): SafeAIError | undefined {
    if (this.#isClosed) return closed();
    const { clock, health } = this.#options;
    if (!health.isFailing) return undefined;
    const isPaused = this.#isStuck || clock.monotonic() < this.#retryAt;
    return isPaused ? this.#asBefore() : undefined;
  }

  #asBefore(): SafeAIError {
    return unavailable(this.#options.health.reason ?? 'The audit log cannot be written.');
  }

  #enqueue(task: Task, isRecords: boolean, body?: Body): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed());
    if (this.#isStuck) return Promise.reject(this.#asBefore());
    const limit = this.#options.isEach ? 1 : MAX_BATCH;
    let batch = this.#batches.at(-1);
    const isOpen =
      task === 'lines' &&
      batch?.task === 'lines' &&
      batch.isRecords === isRecords &&
      batch.bodies.length < limit;
    if (batch === undefined || !isOpen) {
      batch = new Batch(task, isRecords, this.#options.timeoutMs, this.#overdue);
      this.#batches.push(batch);
    }
    if (body !== undefined) batch.bodies.push(body);
    this.#running ??= this.#run();
    return batch.done;
  }

  async #run(): Promise<void> {
    for (;;) {
      // Callers that were just answered, and all that comes in this turn of the event loop, share the next batch.
      await new Promise(setImmediate);
      const batch = this.#batches.shift();
      if (batch === undefined) break;
      await this.#commit(batch);
    }
    this.#running = undefined;
  }

  async #commit(batch: Batch): Promise<void> {
    const { clock, health } = this.#options;
    try {
      await this.#options.perform(batch);
    } catch (cause) {
      this.#isStuck = false;
      const error = asUnavailable(cause);
      this.#retryAt = clock.monotonic() + RETRY_MS;
      this.#fail(batch, error);
      return;
    }
    this.#isStuck = false;
    // The log's own lines may pass where records may not.
    if (batch.isRecords) health.recover();
    else if (health.isFailing) this.#probeLater();
    batch.resolve();
    const more = this.#options.onCommitted();
    if (more !== undefined) await more;
  }

  readonly #overdue = (batch: Batch): void => {
    const place = this.#batches.indexOf(batch);
    if (place === -1) this.#isStuck = true;
    else this.#batches.splice(place, 1);
    const error = unavailable(
      `The disk of the audit log did not take a record within ${this.#options.timeoutMs} ms (audit.timeout_seconds).`,
    );
    this.#fail(batch, error);
  };

  #fail(batch: Batch, error: SafeAIError): void {
    if (batch.isRecords && !batch.isSettled) this.#refused += batch.bodies.length;
    this.#options.health.fail(error.message);
    batch.reject(error);
    this.#probeLater();
  }

  /** Without requests there is nobody who would try again. */
  #probeLater(): void {
    if (this.#isClosed) return;
    this.#probeTimer ??= setTimeout(() => {
      this.#probeTimer = undefined;
      if (!this.#options.health.isFailing) return;
      if (this.#isStuck) this.#probeLater();
      else this.#enqueue('probe', true).catch(() => undefined);
    }, PROBE_MS).unref();
  }
}
