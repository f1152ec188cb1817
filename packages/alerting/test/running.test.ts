import { afterEach, describe, expect, test } from '@jest/globals';
import { MemoryOutbox } from '@safeai/core';
import { Alerting, type Alert, type AlertingSettings, OpsgenieAlertChannel } from '../src/index.ts';
import { EVERYTHING, eventOf, fakeChannel, type FakeChannel } from './bed.ts';

const running: Alerting[] = [];

afterEach(async () => {
  for (const alerting of running.splice(0)) await alerting.close();
});

/** Alerting on the machine's own clock and timers. */
function start(channel: FakeChannel, settings: Partial<AlertingSettings> = {}) {
  const outbox = new MemoryOutbox({ now: Date.now });
  const notices: string[] = [];
  const alerting = new Alerting(
    { channels: [{ id: 'mail', channel }], rules: [EVERYTHING], ...settings },
    { outbox, onNotice: (notice) => notices.push(notice) },
  );
  running.push(alerting);
  alerting.start();
  return { alerting, outbox, notices };
}

const event = () => eventOf({ timestamp: Date.now() });

/** The next alert that a channel is asked to send. */
function nextOf(channel: FakeChannel): Promise<Alert> {
  return new Promise((resolve) => {
    channel.answer = (alert) => {
      resolve(alert);
      return Promise.resolve(undefined);
    };
  });
}

describe('alerting that runs', () => {
  test('sends what is emitted, by itself, again and again', async () => {
    const channel = fakeChannel();
    const { alerting } = start(channel);
    for (let number = 0; number < 3; number++) {
      const next = nextOf(channel);
      alerting.emit(eventOf({ timestamp: Date.now(), tenantId: `t${String(number)}` }));
      expect((await next).tenantId).toBe(`t${String(number)}`);
    }
  });

  test('does nothing while somebody emits', () => {
    const channel = fakeChannel();
    channel.answer = () => new Promise(() => undefined);
    const { alerting } = start(channel);
    for (let number = 0; number < 100; number++) alerting.emit(event());
    expect(channel.asked).toEqual([]);
  });

  test('hears of what is emitted while it works', async () => {
    const channel = fakeChannel();
    const { alerting, outbox } = start(channel);
    // The last thing that is looked at in a run.
    const wakeAt = outbox.wakeAt.bind(outbox);
    let isLate = false;
    outbox.wakeAt = (channels) => {
      if (!isLate && channel.taken.length > 0) {
        isLate = true;
        alerting.emit(eventOf({ timestamp: Date.now(), tenantId: 'late' }));
      }
      return wakeAt(channels);
    };
    const late = new Promise<Alert>((resolve) => {
      channel.answer = (alert) => {
        if (alert.tenantId === 'late') resolve(alert);
        return Promise.resolve(undefined);
      };
    });
    alerting.emit(event());
    expect((await late).count).toBe(1);
  });

  test('sends to a channel while another one does not answer', async () => {
    const [stuck, quick] = [fakeChannel(), fakeChannel()];
    stuck.answer = () => new Promise(() => undefined);
    const { alerting } = start(quick, {
      channels: [
        { id: 'stuck', channel: stuck },
        { id: 'quick', channel: quick },
      ],
    });
    for (let number = 0; number < 3; number++) {
      const next = nextOf(quick);
      alerting.emit(eventOf({ timestamp: Date.now(), tenantId: `t${String(number)}` }));
      expect((await next).tenantId).toBe(`t${String(number)}`);
    }
    expect(stuck.asked.length).toBeGreaterThan(0);
  });

  test('keeps what was emitted when it is closed, and sends no more', async () => {
    const channel = fakeChannel();
    const { alerting, outbox } = start(channel);
    alerting.emit(event());
    await alerting.close();
    await alerting.close();
    expect((await outbox.alerts({ tenants: ['*'], limit: 2 })).length).toBe(1);
    const asked = channel.asked.length;
    alerting.emit(event());
    expect(channel.isClosed).toBe(true);
    expect(channel.asked.length).toBe(asked);
  });

  test('tells once that the state fails, and goes on when it answers', async () => {
    const channel = fakeChannel();
    const { alerting, outbox, notices } = start(channel);
    const commit = outbox.commit.bind(outbox);
    let failures = 0;
    outbox.commit = (changes) => {
      if (++failures > 2) return commit(changes);
      return Promise.reject(new Error('The disk is full.'));
    };
    const next = nextOf(channel);
    alerting.emit(event());
    expect((await next).count).toBe(1);
    expect(notices).toEqual([expect.stringMatching(/Alerts cannot be kept/)]);
  });

  test('tells at the start what should be known', async () => {
    const channel = new OpsgenieAlertChannel({ apiKey: 'k' });
    const outbox = new MemoryOutbox({ now: Date.now });
    await outbox.commit([
      {
        next: {
          ...{ key: 'k', tenantId: '*', isOpen: false, dueAt: null, changedAt: 0 },
          ...{ version: 1, body: {} },
        },
        messages: [
          {
            ...{ id: 'm', channel: 'gone', key: 'k', sequence: 1, tenantId: '*' },
            ...{ createdAt: 0, body: {} },
          },
        ],
      },
    ]);
    const notices: string[] = [];
    const alerting = new Alerting(
      { channels: [{ channel }] },
      { outbox, onNotice: (notice) => notices.push(notice) },
    );
    running.push(alerting);
    alerting.start();
    await alerting.runDue();
    expect(notices).toEqual([
      expect.stringMatching(/5 April 2027.*jsm/),
      expect.stringMatching(/1 messages wait for the alert channel gone/),
    ]);
  });
});

describe('other settings', () => {
  test('hold from then on; what came before is not lost, and channels that are gone are let go of', async () => {
    const [first, second] = [fakeChannel(), fakeChannel()];
    const { alerting } = start(first, {
      groupWaitMs: 1,
      rules: [{ name: 'r', severity: 'error' }],
    });
    alerting.emit(event());
    const next = nextOf(second);
    await alerting.configure({
      channels: [{ id: 'mail', channel: second }],
      rules: [{ name: 'r', severity: 'critical' }],
    });
    expect((await next).rule).toBe('r');
    expect([first.isClosed, second.isClosed]).toEqual([true, false]);
    await expect(
      alerting.configure({ channels: [], rules: [{ name: 'r', channels: ['x'] }] }),
    ).rejects.toThrow(/no alert channel x/);
    const again = nextOf(second);
    alerting.emit(eventOf({ timestamp: Date.now(), tenantId: 'other' }));
    expect((await again).tenantId).toBe('other');
  });
});

describe('a test', () => {
  test('goes to one channel or to all, says how it ended, and leaves nothing open', async () => {
    const [mail, pager] = [fakeChannel(), fakeChannel(true)];
    const { alerting, outbox } = start(mail, {
      channels: [
        { id: 'mail', channel: mail },
        { id: 'pager', channel: pager },
      ],
    });
    mail.answer = () => Promise.resolve(new Error('words'));
    expect(await alerting.test()).toEqual([
      { channel: 'mail', problem: 'failed' },
      { channel: 'pager', problem: null },
    ]);
    expect(pager.taken.map(({ action, rule }) => `${rule} ${action}`)).toEqual([
      ...['test trigger', 'test resolve'],
    ]);
    expect(await alerting.test('unknown')).toEqual([]);
    expect(await outbox.backlog()).toEqual([]);
  });
});
