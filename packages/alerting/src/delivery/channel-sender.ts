import type { Clock, DeliveryEnd, Outbox, OutboxEntry } from '@safeai/core';
import type { Alert } from '../alert.ts';
import type { AlertChannel } from '../channels/channel.ts';
import { backoffMs, MOST_RETRY_AFTER_MS } from './backoff.ts';
import { Breaker } from './breaker.ts';
import { DeliveryError } from './delivery-error.ts';
import { Pace } from './pace.ts';

/** What a sender needs beside its channel. */
export interface SenderOptions {
  readonly id: string;
  readonly channel: AlertChannel;
  readonly outbox: Outbox;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: () => number;
  readonly ratePerMinute: number;
  /** Names this sender to the outbox; unguessable. */
  readonly leaseId: string;
  /** How long a message that fails is tried, in milliseconds. */
  readonly giveUpAfterMs: number;
  /**
   * The channel that takes over what was moved from others before; undefined: none does.
   *
   * @param isFinal whether this channel never will take it
   */
  readonly takesOver: (movedFrom: readonly string[], isFinal: boolean) => string | undefined;
  /** Before another channel takes over an alert. */
  readonly onMove: (key: string, to: string) => Promise<void>;
  /** Tells the operator. Must not throw. */
  readonly onNotice: (message: string) => void;
}

/** What a channel is like just now. */
export interface ChannelHealth {
  readonly state: 'ok' | 'failing';
  /** Code of the last failure; null: the last attempt was none. */
  readonly problem: string | null;
}

/** Messages on their way at once; they are of different alerts. */
const AT_ONCE = 4;

/** Messages that another channel takes over at once. */
const MOVED_AT_ONCE = 50;

/** Longest that an attempt takes, in milliseconds. */
const ATTEMPT_MS = 30_000;

/** How long a message is this sender's alone: longer than an attempt can take, and all that goes with it. */
const LEASE_MS = 60_000;

/** Sends what is due to one channel, as fast as that takes it. */
export class ChannelSender {
  readonly #options: SenderOptions;
  readonly #breaker = new Breaker();
  readonly #pace: Pace;
  /** Ends of attempts that the outbox does not know of yet. */
  readonly #unsettled = new Map<string, DeliveryEnd>();
  #isAsked = false;
  #isRetired = false;
  #draining: Promise<boolean> | undefined;
  #pausedUntil = 0;
  #problem: string | null = null;
  /** Whether the operator knows that it fails. */
  #isTold = false;
  /** Why messages were given up, as the operator knows; null: none was since the last success. */
  #toldGivenUp: string | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#pace = new Pace(options.ratePerMinute, options.channel.leastGapMs);
  }

  get id(): string {
    return this.#options.id;
  }

  get channel(): AlertChannel {
    return this.#options.channel;
  }

  get health(): ChannelHealth {
    return { state: this.#problem === null ? 'ok' : 'failing', problem: this.#problem };
  }

  /** Whether nothing is to be sent to it now. */
  get isOpen(): boolean {
    return this.#breaker.state(this.#options.clock.now()) === 'open';
  }

  /** Until when nothing can be sent; undefined: something can be. */
  blockedUntil(): number | undefined {
    const now = this.#options.clock.now();
    if (this.#isPaused(now)) return this.#pausedUntil;
    if (this.isOpen) return this.#breaker.openUntil;
    return this.#pace.available(now) > 0 ? undefined : this.#pace.nextAt(now);
  }

  /** Whether it is sending now. */
  get isBusy(): boolean {
    return this.#draining !== undefined;
  }

  /**
   * Sends what is due, for as long as the channel takes something. Whether anything was done. Called while it does, it
   * looks once more.
   *
   * @throws what the outbox throws; what a channel throws is dealt with
   */
  drain(signal: AbortSignal): Promise<boolean> {
    this.#isAsked = true;
    this.#draining ??= this.#drain(signal);
    return this.#draining;
  }

  /** Takes nothing more; resolves once what is under way has ended. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    await this.#draining?.catch(() => undefined);
  }

  async #drain(signal: AbortSignal): Promise<boolean> {
    let hasWorked = false;
    try {
      // Whoever asks after the last look finds nobody who is looking: nothing is waited for in between.
      while (this.#isAsked) {
        this.#isAsked = false;
        if (!(await this.#sendSome(signal))) continue;
        hasWorked = true;
        this.#isAsked = true;
      }
      return hasWorked;
    } finally {
      this.#draining = undefined;
    }
  }

  async #sendSome(signal: AbortSignal): Promise<boolean> {
    await this.#settleAgain();
    if (this.#isRetired) return false;
    const now = this.#options.clock.now();
    if (this.isOpen) return this.#handOver();
    const state = this.#breaker.state(now);
    const most = state === 'half-open' ? 1 : AT_ONCE;
    const limit = Math.min(most, this.#pace.available(now));
    if (limit === 0 || this.#isPaused(now) || signal.aborted) return false;
    const leased = await this.#lease(limit);
    this.#pace.take(leased.length, now);
    await Promise.all(leased.map((entry) => this.#deliver(entry, signal)));
    return leased.length > 0;
  }

  /** @throws DeliveryError (as a rejection) */
  async test(alert: Alert): Promise<void> {
    await within(undefined, (limit) => this.#options.channel.send(alert, limit));
  }

  /** A clock that was set back must not leave it alone for as long as it was wrong by. */
  #isPaused(now: number): boolean {
    return this.#pausedUntil > now && this.#pausedUntil - now <= MOST_RETRY_AFTER_MS;
  }

  async #deliver(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const error = await this.#attempt(entry, signal);
    const { clock } = this.#options;
    if (error === undefined) {
      this.#breaker.succeed();
      this.#problem = null;
      this.#isTold = false;
      this.#toldGivenUp = null;
      await this.#settle(entry, { result: 'sent' });
      return;
    }
    this.#problem = error.problem;
    const now = clock.now();
    if (error.failure === 'unavailable' && !signal.aborted) {
      if (this.#breaker.fail(now)) this.#tellFailing(error);
    }
    if (error.failure === 'throttled') {
      this.#pausedUntil = now + Math.min(error.retryAfterMs ?? 1000, MOST_RETRY_AFTER_MS);
    }
    await this.#settle(entry, await this.#endOf(entry, error, now));
  }

  async #attempt(entry: OutboxEntry, signal: AbortSignal): Promise<DeliveryError | undefined> {
    try {
      await within(signal, (limit) =>
        this.#options.channel.send(entry.body as unknown as Alert, limit),
      );
      return undefined;
    } catch (error) {
      // Whatever a channel of a plugin's throws: its words may hold anything.
      return error instanceof DeliveryError ? error : new DeliveryError('unavailable', 'failed');
    }
  }

  async #endOf(entry: OutboxEntry, error: DeliveryError, now: number): Promise<DeliveryEnd> {
    const { problem } = error;
    const { giveUpAfterMs, takesOver, onNotice, id, random } = this.#options;
    const isOld = now - (entry.firstTriedAt ?? now) >= giveUpAfterMs;
    const isFinal = error.failure === 'rejected' || isOld;
    const channel = isFinal || this.isOpen ? takesOver(entry.movedFrom, isFinal) : undefined;
    if (channel !== undefined) return this.#movedTo(entry, channel, problem);
    if (!isFinal) {
      const asked = Math.min(error.retryAfterMs ?? 0, MOST_RETRY_AFTER_MS);
      const inMs = Math.max(asked, backoffMs(entry.attempts + 1, random()));
      return { result: 'again', inMs, problem };
    }
    if (this.#toldGivenUp !== problem) {
      onNotice(
        `The alert channel ${id} gives up messages (${problem}). They are kept: put it right and try them again with \`safeai alerts retry\`.`,
      );
    }
    this.#toldGivenUp = problem;
    return { result: 'dead', problem };
  }

  /** While the channel is left alone, the one that takes over gets what is due; without one it waits. */
  async #handOver(): Promise<boolean> {
    const { takesOver } = this.#options;
    if (takesOver([], false) === undefined) return false;
    const leased = await this.#lease(MOVED_AT_ONCE);
    for (const entry of leased) {
      const channel = takesOver(entry.movedFrom, false);
      const problem = this.#problem ?? 'channel_down';
      const end: DeliveryEnd =
        channel === undefined
          ? { result: 'again', inMs: backoffMs(entry.attempts + 1, 1), problem }
          : await this.#movedTo(entry, channel, problem);
      await this.#settle(entry, end);
    }
    return leased.length > 0;
  }

  async #movedTo(entry: OutboxEntry, channel: string, problem: string): Promise<DeliveryEnd> {
    await this.#options.onMove(entry.key, channel);
    return { result: 'moved', channel, problem };
  }

  #lease(limit: number): Promise<readonly OutboxEntry[]> {
    const { outbox, id: channel, leaseId } = this.#options;
    return outbox.lease({ channel, leaseId, leaseMs: LEASE_MS, limit });
  }

  async #settle({ id }: Pick<OutboxEntry, 'id'>, end: DeliveryEnd): Promise<void> {
    const { outbox, id: channel, leaseId } = this.#options;
    this.#unsettled.set(id, end);
    await outbox.settle({ channel, id, leaseId }, end);
    this.#unsettled.delete(id);
  }

  /** What was sent, and could not be said so, is not sent again by this sender. */
  async #settleAgain(): Promise<void> {
    for (const [id, end] of [...this.#unsettled]) await this.#settle({ id }, end);
  }

  #tellFailing({ problem }: DeliveryError): void {
    const { id, onNotice } = this.#options;
    if (this.#isTold) return;
    this.#isTold = true;
    onNotice(
      `The alert channel ${id} fails (${problem}). Its messages wait, or go to its fallback, until it answers again.`,
    );
  }
}

/**
 * An attempt, given up when its time is over, also where the channel does not care.
 *
 * @throws DeliveryError then, and what the attempt throws
 */
async function within(
  signal: AbortSignal | undefined,
  attempt: (limit: AbortSignal) => Promise<void>,
): Promise<void> {
  const time = AbortSignal.timeout(ATTEMPT_MS);
  const limit = signal === undefined ? time : AbortSignal.any([signal, time]);
  let giveUp: (() => void) | undefined;
  const isOver = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(new DeliveryError('unavailable', 'timeout'));
    };
    limit.addEventListener('abort', giveUp);
  });
  try {
    await Promise.race([attempt(limit), isOver]);
  } finally {
    if (giveUp !== undefined) limit.removeEventListener('abort', giveUp);
  }
}
