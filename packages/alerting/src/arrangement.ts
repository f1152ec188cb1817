import { randomBytes } from 'node:crypto';
import type { Clock, Outbox } from '@safeai/core';
import { ChannelSender } from './delivery/channel-sender.ts';
import { AlertBook } from './pipeline/alert-book.ts';
import { Intake } from './pipeline/intake.ts';
import { type ChannelSettings, Routes } from './pipeline/routes.ts';
import type { AlertRule, Inhibition } from './rules/alert-rule.ts';
import { compileRule } from './rules/compiled-rule.ts';
import { SHIPPED_INHIBITIONS, SHIPPED_RULES } from './rules/shipped-rules.ts';
import { usedChannels } from './rules/used-channels.ts';

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

/** The same, all there. */
export type AllParts = Required<{
  [Name in keyof AlertingParts]: NonNullable<AlertingParts[Name]>;
}>;

/** What is made of settings. */
export interface Arrangement {
  readonly intake: Intake;
  readonly book: AlertBook;
  readonly senders: readonly ChannelSender[];
  /** Ends what is under way. */
  readonly stop: AbortController;
}

const MINUTE_MS = 60_000;

/** How long work under way may take once it is to end, in milliseconds. */
const CLOSE_MS = 5000;

/** @throws SafeAIError as the constructor of Alerting does */
export function arrange(settings: AlertingSettings, parts: AllParts): Arrangement {
  const { outbox, clock, source, installation, onNotice, random } = parts;
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

/** When the next alert, or message of these senders, falls due; null: nothing waits. */
export async function nextAt(
  senders: readonly ChannelSender[],
  { clock, outbox }: Pick<AllParts, 'clock' | 'outbox'>,
): Promise<number | null> {
  const times = [await outbox.wakeAt([])];
  for (const sender of senders) {
    const next = await outbox.wakeAt([sender.id]);
    times.push(next === null ? null : Math.max(next, sender.blockedUntil() ?? next));
  }
  const first = Math.min(...times.map((time) => time ?? Infinity));
  return first === Infinity ? null : Math.max(first, clock.now());
}

/** Lets what is under way end, for five seconds; nothing more is begun. */
export async function retire({ senders, stop }: Arrangement): Promise<void> {
  const limit = setTimeout(() => {
    stop.abort();
  }, CLOSE_MS);
  await Promise.all(senders.map((sender) => sender.retire()));
  clearTimeout(limit);
  stop.abort();
}
