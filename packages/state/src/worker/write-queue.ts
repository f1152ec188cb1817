import { type Database } from './database.ts';
import { isBusy, StateFailure } from './failure.ts';

/** Most writes of one transaction: a bound on how long the lock is held. */
const MOST_AT_ONCE = 256;

/** How soon a lock that another process holds is tried again, in milliseconds. */
const RETRY_MS = 3;

const LOCKED =
  'The state files were locked by another process for too long; nothing was written. Try again. If it lasts, find what holds the lock: a backup, or a tool that has the file open.';

const TOO_MUCH =
  'More was to be written to the state files than their disk takes in time; nothing of this was. Try again. If it lasts, put the state folder (`state.dir`) on a faster disk.';

/** Something to do with the file, and whom to tell. */
export interface Job {
  /** May run more than once, but only once with effect. */
  readonly run: () => unknown;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
  /** On the monotonic clock: fails when it could not be done by then. */
  readonly deadline: number;
  /** Outside a transaction, and alone. */
  readonly isAlone?: boolean;
  /** Where it fails it has changed nothing: there is nothing to undo. */
  readonly isWhole?: boolean;
}

/** What puts changes together that jobs of one transaction make, to write them at its end. */
export interface Gathered {
  flush(): void;
  /** After a transaction. @param isCommitted whether what was done in it has happened */
  end(isCommitted: boolean): void;
}

/**
 * Writes to one file. Those that wait together are committed together, so that they share the cost of making
 * them last, and each still succeeds or fails for itself. While another process holds the lock they wait here,
 * not in SQLite, so that the thread goes on answering reads.
 */
export class WriteQueue {
  readonly #database: Database;
  readonly #isUsable: () => boolean;
  readonly #gathered: Gathered | undefined;
  readonly #afterwards: () => void;
  readonly #waiting: Job[] = [];
  #isScheduled = false;
  /** Whether another process held the lock at the last attempt. */
  #isLocked = false;
  #onIdle: (() => void) | undefined;

  /**
   * @param isUsable asked before each transaction; once it says no, nothing is done any more
   * @param afterwards called once all jobs of a transaction are told
   */
  constructor(
    database: Database,
    isUsable: () => boolean,
    afterwards: () => void,
    gathered?: Gathered,
  ) {
    this.#database = database;
    this.#isUsable = isUsable;
    this.#afterwards = afterwards;
    this.#gathered = gathered;
  }

  /** Never throws: the job's own functions are told. */
  add(job: Job): void {
    this.#waiting.push(job);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // After the messages that have arrived already: they join this transaction.
    setImmediate(this.#drain);
  }

  /** Resolves once nothing waits any more. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isScheduled) this.#onIdle = resolve;
      else resolve();
    });
  }

  readonly #drain = (): void => {
    if (!this.#isUsable()) return;
    this.#dropLate();
    const hasWorked = this.#waiting.length === 0 || this.#work();
    this.#isLocked = !hasWorked;
    this.#afterwards();
    if (this.#waiting.length === 0) {
      this.#isScheduled = false;
      this.#onIdle?.();
    } else if (hasWorked) setImmediate(this.#drain);
    // Not all waiting processes at the same moment.
    else setTimeout(this.#drain, RETRY_MS * (0.5 + Math.random()));
  };

  #dropLate(): void {
    const now = performance.now();
    const late = this.#waiting.filter(({ deadline }) => deadline <= now);
    if (late.length === 0) return;
    const kept = this.#waiting.filter(({ deadline }) => deadline > now);
    this.#waiting.splice(0, this.#waiting.length, ...kept);
    const failure = new StateFailure(this.#isLocked ? LOCKED : TOO_MUCH);
    for (const job of late) job.failed(failure);
  }

  /** False when another process holds the lock. */
  #work(): boolean {
    const [first] = this.#waiting;
    if (first?.isAlone === true) return this.#runAlone(first);
    const after = this.#waiting.findIndex(({ isAlone }) => isAlone === true);
    const jobs = this.#waiting.slice(0, Math.min(after < 0 ? Infinity : after, MOST_AT_ONCE));
    let outcomes: readonly (() => void)[];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      outcomes = jobs.map((job) => this.#runInside(job));
      this.#gathered?.flush();
      this.#database.exec('COMMIT');
      this.#gathered?.end(true);
    } catch (error) {
      this.#rollback();
      this.#gathered?.end(false);
      if (isBusy(error)) return false;
      outcomes = jobs.map((job) => () => {
        job.failed(error);
      });
    }
    this.#waiting.splice(0, jobs.length);
    for (const tell of outcomes) tell();
    return true;
  }

  /** What to tell once it is committed. @throws the error that has ended the transaction */
  #runInside(job: Job): () => void {
    const isWhole = job.isWhole === true;
    if (!isWhole) this.#database.exec('SAVEPOINT job');
    try {
      const result = job.run();
      if (!isWhole) this.#database.exec('RELEASE job');
      return () => {
        job.done(result);
      };
    } catch (error) {
      // A full disk or a failing one ends the transaction by itself, and all of it is undone.
      if (!this.#database.inTransaction) throw error;
      if (!isWhole) {
        this.#database.exec('ROLLBACK TO job');
        this.#database.exec('RELEASE job');
      }
      return () => {
        job.failed(error);
      };
    }
  }

  #runAlone(job: Job): boolean {
    try {
      const result = job.run();
      this.#waiting.shift();
      job.done(result);
    } catch (error) {
      this.#waiting.shift();
      if (isBusy(error)) {
        // The others need not wait for what this one waits for.
        this.#waiting.push(job);
        return this.#waiting.some(({ isAlone }) => isAlone !== true);
      }
      job.failed(error);
    }
    return true;
  }

  #rollback(): void {
    try {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    } catch {
      // The error that led here is the one to tell.
    }
  }
}
