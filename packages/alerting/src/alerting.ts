import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type Clock,
  type EventSink,
  type Outbox,
  type SafeAIEvent,
  systemClock,
} from '@safeai/core';
import { newAlert } from './alert.ts';
import { type ChannelHealth, ChannelSender } from './delivery/channel-sender.ts';
import { DeliveryError } from './delivery/delivery-error.ts';
import { AlertBook } from './pipeline/alert-book.ts';
import { Intake } from './pipeline/intake.ts';
import { type ChannelSettings, Routes } from './pipeline/routes.ts';
import type { AlertRule, Inhibition } from './rules/alert-rule.ts';
import { usedChannels } from './rules/used-channels.ts';
import { compileRule } from './rules/compiled-rule.ts';
import { SHIPPED_INHIBITIONS, SHIPPED_RULES } from './rules/shipped-rules.ts';
import type { Severity } from './severity.ts';

/** Whom to tell about what. */
export interface AlertingSettings {
  readonly channels: readonly ChannelSettings[];
  /** The shipped ones if absent or empty. */
  readonly rules?: readonly AlertRule[] | undefined;
  /** The shipped ones if absent. */
  readonly inhibitions?: readonly Inhibition[] | undefined;
  /** How long the first event of an alert waits for others, in milliseconds. 30 seconds if absent. */
  readonly groupWaitMs?: number | undefined;
  /** When an alert that goes on is told again, in milliseconds. 4 hours if absent. */
  readonly repeatIntervalMs?: number | undefined;
  /** How long a message that fails is tried, in milliseconds. 24 hours if absent. */
  readonly giveUpAfterMs?: number | undefined;
}

/** What alerting runs on. */
export interface AlertingParts {
  readonly outbox: Outbox;
  /** The machine's own if absent. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
  /** Name of this installation in messages; the host's if absent. */
  readonly source?: string | undefined;
  /** Tells the keys of installations apart that tell the same services. The same in all processes on one state. */
  readonly installation?: string | undefined;
  /** Tells the operator. Must not throw. Holds no content. */
  readonly onNotice?: ((message: string) => void) | undefined;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
}

/** What is made of settings. */
interface Arrangement {
  readonly intake: Intake;
  readonly book: AlertBook;
  readonly senders: readonly ChannelSender[];
  /** Ends what is under way. */
  readonly stop: AbortController;
}

/** How a test of a channel ended. */
export interface ChannelTest {
  readonly channel: string;
  /** Code of what went wrong; null: the channel took it. */
  readonly problem: string | null;
}

const MINUTE_MS = 60_000;

/** The outbox is looked at so often for what other processes have put there, in milliseconds. */
const POLL_MS = 15_000;

/** How long channels are waited for before everything else goes on without them, in milliseconds. */
const PATIENCE_MS = 250;

/** Shortest time between two looks that nobody has asked for, in milliseconds. */
const LEAST_MS = 50;

/** How soon what the outbox refused is tried again, in milliseconds. */
const RETRY_MS = 1000;

/** How long work under way may take once it is to end, in milliseconds. */
const CLOSE_MS = 5000;

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
  readonly #parts: Required<{ [Name in keyof AlertingParts]: NonNullable<AlertingParts[Name]> }>;
  #arrangement: Arrangement;
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  /** Whether something is to be done that nobody has begun to do. */
  #isAsked = false;
  #running: Promise<void> | undefined;
  #recording: Promise<void> | undefined;
  #isFailing = false;

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
    this.#arrangement = this.#arrange(settings);
  }

  /** Begins to send, and to look at the outbox now and then. What should be known about the channels is told. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#tellNotes();
    this.#wake();
  }

  /**
   * Goes over to other settings; nothing is lost between them. What waits for a channel that is not among them waits on.
   *
   * @throws SafeAIError as the constructor does; the former settings stay then
   */
  async configure(settings: AlertingSettings): Promise<void> {
    const next = this.#arrange(settings);
    const former = this.#arrangement;
    this.#arrangement = next;
    await this.#record(former).catch(() => undefined);
    if (this.#isStarted) {
      this.#tellNotes();
      this.#wake();
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
      if (this.#arrangement.intake.add(event)) this.#wake();
    } catch {
      // An event that is none must not fail what it is about.
    }
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
    return this.#nextAt(senders);
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

  /** Somebody looks after an alert: it is not told again unless something is new. False where it does not go on. */
  async acknowledge(key: string): Promise<boolean> {
    const isDone = await this.#arrangement.book.acknowledge(key);
    this.#wake();
    return isDone;
  }

  /** Somebody says that an alert is over. False where it was. */
  async resolve(key: string): Promise<boolean> {
    const isDone = await this.#arrangement.book.resolve(key);
    this.#wake();
    return isDone;
  }

  /** What the channels are like just now, by id. */
  health(): ReadonlyMap<string, ChannelHealth> {
    return new Map(this.#arrangement.senders.map(({ id, health }) => [id, health]));
  }

  /** Keeps what was emitted, ends what is under way, within five seconds, and lets go of connections. Idempotent. */
  async close(): Promise<void> {
    this.#isStarted = false;
    clearTimeout(this.#timer);
    await this.flush().catch(() => undefined);
    await retire(this.#arrangement);
    await this.#running;
    await Promise.all(this.#arrangement.senders.map(({ channel }) => channel.close()));
  }

  #arrange(settings: AlertingSettings): Arrangement {
    const { outbox, clock, source, installation, onNotice, random } = this.#parts;
    const rules = settings.rules?.length ? settings.rules : SHIPPED_RULES;
    const channels = usedChannels(settings.channels, rules);
    const compiled = rules.map(compileRule);
    const routes = new Routes(channels);
    const book = new AlertBook({
      ...{ outbox, clock, rules: compiled, routes, source },
      inhibitions: settings.inhibitions ?? SHIPPED_INHIBITIONS,
      groupWaitMs: settings.groupWaitMs ?? MINUTE_MS / 2,
      repeatIntervalMs: settings.repeatIntervalMs ?? 240 * MINUTE_MS,
    });
    const senders: readonly ChannelSender[] = [...channels].map(
      ([id, { channel, ratePerMinute = 30, fallback }]) =>
        new ChannelSender({
          ...{ id, channel, outbox, clock, random, ratePerMinute, onNotice },
          leaseId: randomBytes(12).toString('hex'),
          giveUpAfterMs: settings.giveUpAfterMs ?? 1440 * MINUTE_MS,
          takesOver: (movedFrom, isFinal) => {
            const other = senders.find((sender) => sender.id === fallback);
            if (other === undefined || movedFrom.includes(other.id)) return undefined;
            return other.isOpen && !isFinal ? undefined : other.id;
          },
          onMove: (key, to) => book.noteMove(key, to),
        }),
    );
    // Where nobody is told nothing is counted.
    const heard = senders.length === 0 ? [] : compiled;
    const intake = new Intake(heard, installation);
    return { intake, book, senders, stop: new AbortController() };
  }

  /** Everything that was gathered is put into the outbox; what cannot be is gathered on. */
  #record({ intake, book }: Arrangement): Promise<void> {
    const before = this.#recording ?? Promise.resolve();
    const recording = before
      .catch(() => undefined)
      .then(() =>
        book.record(intake.take(), (left) => {
          this.#arrangement.intake.putBack(left);
        }),
      );
    this.#recording = recording;
    return recording;
  }

  /** Has what is due done soon, beside what goes on now. */
  #wake(): void {
    if (this.#isAsked || !this.#isStarted) return;
    this.#isAsked = true;
    if (this.#running === undefined) this.#runIn(0);
  }

  #hasBeenAsked(): boolean {
    return this.#isAsked;
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
      const next = (await this.#runOnce()) ?? Infinity;
      nextMs = Math.max(LEAST_MS, Math.min(POLL_MS, next - this.#parts.clock.now()));
      // A flood is taken in gulps: what comes meanwhile is counted, and costs no write of its own.
      if (this.#hasBeenAsked()) nextMs = LEAST_MS;
      this.#isFailing = false;
    } catch {
      this.#tellFailing();
      // However many events come: it is tried again when the time has come.
      this.#isAsked = true;
    }
    if (this.#isStarted) this.#runIn(nextMs);
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
        this.#wake();
      };
      draining[place]?.then(again, again);
    }
    return this.#nextAt(senders.filter((sender) => !sender.isBusy));
  }

  /** When the next thing falls due; null: nothing waits. */
  async #nextAt(senders: readonly ChannelSender[]): Promise<number | null> {
    const { clock, outbox } = this.#parts;
    const times = [await outbox.wakeAt([])];
    for (const sender of senders) {
      const next = await outbox.wakeAt([sender.id]);
      times.push(next === null ? null : Math.max(next, sender.blockedUntil() ?? next));
    }
    const first = Math.min(...times.map((time) => time ?? Infinity));
    return first === Infinity ? null : Math.max(first, clock.now());
  }

  #tellFailing(): void {
    if (!this.#isFailing) {
      this.#parts.onNotice(
        'Alerts cannot be kept: the state fails. Events are counted on, and told once it answers again.',
      );
    }
    this.#isFailing = true;
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

/** Lets what is under way end, for five seconds; nothing more is begun. */
async function retire({ senders, stop }: Arrangement): Promise<void> {
  const limit = setTimeout(() => {
    stop.abort();
  }, CLOSE_MS);
  await Promise.all(senders.map((sender) => sender.retire()));
  clearTimeout(limit);
  stop.abort();
}
