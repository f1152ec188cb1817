import { MemoryOutbox, type Outbox, type SafeAIEvent } from '@safeai/core';
import {
  Alerting,
  type Alert,
  type AlertChannel,
  type AlertingSettings,
  type AlertRule,
  type ChannelSettings,
} from '../src/index.ts';

/** When tests begin. */
export const BEGIN = Date.UTC(2026, 10, 22, 9);

/** Milliseconds. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** A clock that stands still until it is set. */
export interface TestClock {
  time: number;
  now(): number;
}

/** A channel that keeps what it is sent, unless it is told to fail. */
export interface FakeChannel extends AlertChannel {
  /** What it took. */
  readonly taken: Alert[];
  /** Every attempt. */
  readonly asked: Alert[];
  /** What it throws for an alert; undefined: it takes it. */
  answer: (alert: Alert) => Promise<unknown>;
  isClosed: boolean;
}

export function fakeChannel(pages = false): FakeChannel {
  const channel: FakeChannel = {
    type: 'fake',
    pages,
    taken: [],
    asked: [],
    isClosed: false,
    answer: () => Promise.resolve(undefined),
    notes: () => [],
    send: async (alert) => {
      channel.asked.push(alert);
      const error = await channel.answer(alert);
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- a channel may throw anything
      if (error !== undefined) throw error;
      channel.taken.push(alert);
    },
    close: () => {
      channel.isClosed = true;
      return Promise.resolve();
    },
  };
  return channel;
}

let ids = 0;

/** A blocked scan of a secret. */
export function eventOf(given: Partial<SafeAIEvent> = {}): SafeAIEvent {
  const decisionId = `decision-${String(++ids)}`;
  return {
    id: decisionId,
    event: 'scan.blocked',
    timestamp: BEGIN,
    tenantId: 'acme',
    agentId: 'billing',
    boundary: 'input',
    action: 'block',
    rule: 'default-secret-detection',
    decisionId,
    dataTags: ['secret.api_key.openai'],
    detail: { detection_type: 'secret', detections: 1, tool_name: null },
    ...given,
  };
}

/** One rule about everything, told at once. */
export const EVERYTHING: AlertRule = { name: 'everything', severity: 'critical' };

export interface Bed {
  readonly alerting: Alerting;
  readonly channel: FakeChannel;
  readonly clock: TestClock;
  readonly outbox: Outbox;
  readonly notices: string[];
  /** Lets time pass, and does what falls due meanwhile when it falls due. */
  readonly pass: (ms: number) => Promise<void>;
  readonly emit: (given?: Partial<SafeAIEvent>) => void;
}

export interface BedOptions extends Partial<AlertingSettings> {
  readonly clock?: TestClock;
  readonly outbox?: Outbox;
  readonly channel?: FakeChannel;
  readonly channelSettings?: Partial<ChannelSettings>;
  readonly installation?: string;
}

/** Alerting with one channel, on a clock that stands still. */
export function bed(options: BedOptions = {}): Bed {
  const { clock = testClock(), channel = fakeChannel(), channelSettings, ...settings } = options;
  const { outbox = new MemoryOutbox(clock), installation, ...rest } = settings;
  const notices: string[] = [];
  const alerting = new Alerting(
    {
      channels: [{ id: 'mail', channel, ratePerMinute: 1e6, ...channelSettings }],
      rules: [EVERYTHING],
      inhibitions: [],
      ...rest,
    },
    {
      ...{ outbox, clock, installation, source: 'test-host' },
      onNotice: (notice) => notices.push(notice),
      random: () => 0.5,
    },
  );
  const pass = async (ms: number): Promise<void> => {
    const until = clock.time + ms;
    for (let steps = 0; ; steps++) {
      if (steps > 20_000) throw new Error('Something falls due again and again.');
      const next = await alerting.runDue();
      if (next === null || next > until) break;
      clock.time = Math.max(next, clock.time);
    }
    clock.time = until;
  };
  const emit = (given: Partial<SafeAIEvent> = {}): void => {
    alerting.emit(eventOf({ timestamp: clock.time, ...given }));
  };
  return { alerting, channel, clock, outbox, notices, pass, emit };
}

export function testClock(time = BEGIN): TestClock {
  const clock = { time, now: () => clock.time };
  return clock;
}

/** What was taken, in short: `trigger 3/3`. */
export function inShort(alerts: readonly Alert[]): readonly string[] {
  return alerts.map(
    ({ action, newCount, count }) => `${action} ${String(newCount)}/${String(count)}`,
  );
}
