import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type EventSink,
  type OutboxRetry,
  type SafeAIEvent,
  systemClock,
  type TenantScope,
} from '@safeai/core';
import { newAlert } from './alert.ts';
import {
  type AlertingParts,
  type AlertingSettings,
  type AllParts,
  arrange,
  type Arrangement,
  nextAt,
  retire,
} from './arrangement.ts';
import type { ChannelHealth } from './delivery/channel-sender.ts';
import { DeliveryError } from './delivery/delivery-error.ts';
import { Rounds } from './pipeline/rounds.ts';
import type { Severity } from './severity.ts';

/** How a test of a channel ended. */
export interface ChannelTest {
  readonly channel: string;
  /** Code of what went wrong; null: the channel took it. */
  readonly problem: string | null;
}

/** Most alerts that are put into the outbox at once. */
const MOST_AT_ONCE = 50;

/** How long channels are waited for before everything else goes on without them, in milliseconds. */
const PATIENCE_MS = 250;

/**
 * Tells people about events. An event that is emitted is counted at once and dealt with later, beside everything else:
 * alerts are put into the outbox before anything is sent, and are sent until a channel has taken them.
 *
 * @example
 * const alerting = new Alerting({ channels: [{ channel }] }, { outbox: state.outbox });
 * alerting.start();
 * const safeai = new SafeAI({}, { events: alerting });
 */
export class Alerting implements EventSink {
  readonly #parts: AllParts;
  #arrangement: Arrangement;
  /** The outbox is looked at in each, for what other processes have put there too. */
  readonly #rounds: Rounds;
  #recording: Promise<void> | undefined;

  /** @throws SafeAIError `invalid_config` for ids given twice, and for channels that are not there; `invalid_tag` */
  constructor(settings: AlertingSettings, parts: AlertingParts) {
    this.#parts = {
      outbox: parts.outbox,
      clock: parts.clock ?? systemClock,
      source: parts.source ?? hostname(),
      installation: parts.installation ?? '',
      onNotice: parts.onNotice ?? (() => undefined),
      random: parts.random ?? Math.random,
    };
    this.#arrangement = arrange(settings, this.#parts);
    this.#rounds = new Rounds({
      run: async () => {
        const next = await this.#runOnce();
        return next === null ? null : next - this.#parts.clock.now();
      },
      onFailing: () => {
        this.#parts.onNotice(
          'Alerts cannot be kept: the state fails. Events are counted on, and told once it answers again.',
        );
      },
    });
  }

  /** Begins to send, and to look at the outbox now and then. What should be known about the channels is told. */
  start(): void {
    if (this.#rounds.isStarted) return;
    this.#rounds.start();
    this.#tellNotes();
  }

  /**
   * Goes over to other settings; nothing is lost between them. What waits for a channel that is not among them waits on.
   *
   * @throws SafeAIError as the constructor does; the former settings stay then
   */
  async configure(settings: AlertingSettings): Promise<void> {
    const next = arrange(settings, this.#parts);
    const former = this.#arrangement;
    this.#arrangement = next;
    await this.#record(former).catch(() => undefined);
    if (this.#rounds.isStarted) {
      this.#tellNotes();
      this.#rounds.wake();
    }
    await retire(former);
    const kept = new Set(next.senders.map(({ channel }) => channel));
    await Promise.all(
      former.senders.flatMap(({ channel }) => (kept.has(channel) ? [] : channel.close())),
    );
  }

  /** Counts an event. Returns at once, never throws, and keeps no more however many come. */
  emit(event: SafeAIEvent): void {
    try {
      if (this.#arrangement.intake.add(event)) this.#rounds.wake();
    } catch {
      // An event that is none must not fail what it is about.
    }
  }

  /** What the event ends is over, as if it was emitted; it raises nothing. For what was wrong before a start. */
  end(event: SafeAIEvent): void {
    if (this.#arrangement.intake.end(event)) this.#rounds.wake();
  }

  /** Resolves once what was emitted is in the outbox, lasting. @throws what the outbox throws; it is kept then */
  flush(): Promise<void> {
    return this.#record(this.#arrangement);
  }

  /**
   * Does everything that is due now: keeps what was emitted, makes alerts and messages, sends them. For tests, and for
   * programs that end soon.
   *
   * @returns when the next thing falls due; null: nothing waits
   * @throws what the outbox throws
   */
  async runDue(): Promise<number | null> {
    const { book, senders, stop } = this.#arrangement;
    for (let isBusy = true; isBusy && !stop.signal.aborted;) {
      await this.flush();
      const hasAdvanced = await book.advance();
      const sent = await Promise.all(senders.map((sender) => sender.drain(stop.signal)));
      isBusy = hasAdvanced || sent.includes(true);
    }
    return nextAt(senders, this.#parts);
  }

  /** Sends a test to a channel, or to all, at once and without the outbox. */
  async test(channel?: string, severity: Severity = 'info'): Promise<readonly ChannelTest[]> {
    const alert = newAlert({
      ...{ rule: 'test', severity, source: this.#parts.source, at: this.#parts.clock.now() },
      key: `safeai-test-${randomBytes(8).toString('hex')}`,
    });
    const named = this.#arrangement.senders.filter(
      ({ id }) => channel === undefined || id === channel,
    );
    return Promise.all(
      named.map(async (sender) => {
        try {
          await sender.test(alert);
          // Nobody is left with a test that stays open.
          if (sender.channel.pages) await sender.test({ ...alert, action: 'resolve' });
          return { channel: sender.id, problem: null };
        } catch (error) {
          const problem = error instanceof DeliveryError ? error.problem : 'failed';
          return { channel: sender.id, problem };
        }
      }),
    );
  }

  /**
   * Somebody looks after an alert of one of the tenants: it is not told again unless something is new.
   *
   * @returns whether it goes on, and nobody did before; false for an unknown one and for another tenant's
   */
  async acknowledge(tenants: TenantScope, key: string): Promise<boolean> {
    const isDone = await this.#arrangement.book.acknowledge(tenants, key);
    this.#rounds.wake();
    return isDone;
  }

  /** Somebody says that an alert of one of the tenants is over; false where it was, and as above. */
  async resolve(tenants: TenantScope, key: string): Promise<boolean> {
    const isDone = await this.#arrangement.book.resolve(tenants, key);
    this.#rounds.wake();
    return isDone;
  }

  /** Has dead messages tried again, at once; how many. @throws what the outbox throws */
  async retry(retry: OutboxRetry): Promise<number> {
    const count = await this.#parts.outbox.retry(retry);
    this.#rounds.wake();
    return count;
  }

  /** What the channels are like just now, by id. */
  health(): ReadonlyMap<string, ChannelHealth> {
    return new Map(this.#arrangement.senders.map(({ id, health }) => [id, health]));
  }

  /** Keeps what was emitted, ends what is under way, within five seconds, and lets go of connections. Idempotent. */
  async close(): Promise<void> {
    this.#rounds.stop();
    await this.flush().catch(() => undefined);
    await retire(this.#arrangement);
    await this.#rounds.ended();
    await Promise.all(this.#arrangement.senders.map(({ channel }) => channel.close()));
  }

  /** Everything that was gathered is put into the outbox; what cannot be is gathered on. */
  #record({ intake, book }: Arrangement): Promise<void> {
    const before = this.#recording ?? Promise.resolve();
    const recording = before
      .catch(() => undefined)
      .then(async () => {
        // In gulps, so that nothing else waits for long; what comes meanwhile is for the next time.
        for (let left = intake.size; left > 0; left -= MOST_AT_ONCE) {
          await book.record(intake.take(MOST_AT_ONCE), (notKept) => {
            this.#arrangement.intake.putBack(notKept);
          });
        }
      });
    this.#recording = recording;
    return recording;
  }

  /** What {@link runDue} does, but a channel that takes its time holds up nothing else. */
  async #runOnce(): Promise<number | null> {
    const { book, senders, stop } = this.#arrangement;
    await this.flush();
    await book.advance();
    const draining = senders.map((sender) => sender.drain(stop.signal));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    try {
      await Promise.race([Promise.all(draining), patience]);
    } finally {
      clearTimeout(timer);
    }
    for (const [place, sender] of senders.entries()) {
      if (!sender.isBusy) continue;
      const again = (): void => {
        this.#rounds.wake();
      };
      draining[place]?.then(again, again);
    }
    return nextAt(
      senders.filter((sender) => !sender.isBusy),
      this.#parts,
    );
  }

  #tellNotes(): void {
    const now = this.#parts.clock.now();
    for (const { channel } of this.#arrangement.senders) {
      for (const note of channel.notes(now)) this.#parts.onNotice(note);
    }
    void this.#tellOrphans();
  }

  /** Messages for channels that are not there any more. */
  async #tellOrphans(): Promise<void> {
    const known = new Set(this.#arrangement.senders.map(({ id }) => id));
    const backlog = await this.#parts.outbox.backlog().catch(() => []);
    for (const { channel, waiting } of backlog) {
      if (waiting === 0 || known.has(channel)) continue;
      this.#parts.onNotice(
        `${String(waiting)} messages wait for the alert channel ${channel}, which is not in the configuration. Put it back, or they wait on.`,
      );
    }
  }
}
