/** How soon a round that failed is made again, in milliseconds. */
const RETRY_MS = 1000;

/** Longest and shortest time between two rounds that nobody has asked for, in milliseconds. */
const POLL_MS = 15_000;
const LEAST_MS = 50;

/** What a round does. */
export interface RoundWork {
  /** Does what is due; when the next thing falls due, in milliseconds from now, null: nothing waits. */
  readonly run: () => Promise<number | null>;
  /** A round failed, and the one before it did not. */
  readonly onFailing: () => void;
}

/** Does what is due, round after round: soon where somebody asks, else when it falls due, and now and then. */
export class Rounds {
  readonly #work: RoundWork;
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  /** Whether something is to be done that nobody has begun to do. */
  #isAsked = false;
  #running: Promise<void> | undefined;
  #isFailing = false;

  constructor(work: RoundWork) {
    this.#work = work;
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  start(): void {
    this.#isStarted = true;
    this.wake();
  }

  /** Has what is due done soon, beside what goes on now. */
  wake(): void {
    if (this.#isAsked || !this.#isStarted) return;
    this.#isAsked = true;
    if (this.#running === undefined) this.#runIn(0);
  }

  /** No round is begun any more. */
  stop(): void {
    this.#isStarted = false;
    clearTimeout(this.#timer);
  }

  /** Resolves once the round that is under way has ended. */
  async ended(): Promise<void> {
    await this.#running;
  }

  #runIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
      });
    }, ms);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    let nextMs = RETRY_MS;
    try {
      this.#isAsked = false;
      const dueInMs = (await this.#work.run()) ?? Infinity;
      nextMs = Math.max(LEAST_MS, Math.min(POLL_MS, dueInMs));
      // A flood is taken in gulps: what comes meanwhile is counted, and costs no write of its own.
      if (this.#hasBeenAsked()) nextMs = LEAST_MS;
      this.#isFailing = false;
    } catch {
      if (!this.#isFailing) this.#work.onFailing();
      this.#isFailing = true;
      // However often it is asked for: it is tried again when the time has come.
      this.#isAsked = true;
    }
    if (this.#isStarted) this.#runIn(nextMs);
  }

  #hasBeenAsked(): boolean {
    return this.#isAsked;
  }
}
