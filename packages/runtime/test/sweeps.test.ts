import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { parseConfig } from '@safeai/config';
import { inMemoryPorts, SafeAIError, type Ports, type SafeAIEvent } from '@safeai/core';

import { createRuntime, type Storage } from '../src/index.ts';
import { eventually, newInstallation, RISKY } from './installation.ts';

test('an approval that expires is announced and recorded without anybody asking', async () => {
  const installation = newInstallation();
  installation.configure('approvals: {default_ttl: 10m}\n');
  const time = { now: Date.now() };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const server = await installation.start('server', { clock });
  const { approvalRequestId } = await server.boundary.interceptTool(RISKY);
  time.now += 10 * 60_000;
  const { event, detail } = await eventually(() =>
    installation.events.find((each) => each.event === 'approval.expired'),
  );
  expect({ event, detail }).toMatchObject({ detail: { approval_request_id: approvalRequestId } });
  const { records } = await server.audit.query({ tenants: ['*'], event, limit: 10 });
  expect(records).toMatchObject([{ approval_request_id: approvalRequestId }]);
});

test('what a command leaves to expire is announced by the server', async () => {
  const installation = newInstallation();
  installation.configure('approvals: {default_ttl: 10m}\n');
  const time = { now: Date.now() };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const command = await installation.start('command', { clock });
  await command.boundary.interceptTool(RISKY);
  await command.close();
  time.now += 10 * 60_000;
  await installation.start('server', { clock });
  await eventually(() => installation.events.find((each) => each.event === 'approval.expired'));
});

describe('what is due', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  /** A runtime that sweeps what lies in memory, and tells of each sweep that failed. */
  async function sweeping(yaml: string, changes: (ports: Ports) => Partial<Ports>) {
    const events: SafeAIEvent[] = [];
    const errors: string[] = [];
    const given = inMemoryPorts();
    const storage: Storage = {
      ports: { ...given, ...changes(given) },
      audit: {} as Storage['audit'],
      onSweepError: (message) => void errors.push(message),
      health: () => Promise.reject(new Error()),
      close: () => Promise.resolve(),
    };
    const runtime = await createRuntime({
      load: () => Promise.resolve(parseConfig(yaml)),
      openStorage: () => Promise.resolve(storage),
    });
    runtime.events.listen((event) => void events.push(event));
    return { runtime, events, errors };
  }

  test('is done at the next turn where it failed, and a failure is told once in a row', async () => {
    const noDisk = new SafeAIError('state_unavailable', 'no disk');
    const failures: (Error | undefined)[] = [
      noDisk,
      noDisk,
      new TypeError('sk-ABCDEF'),
      undefined,
      noDisk,
    ];
    const { runtime, events, errors } = await sweeping(
      'approvals: {default_ttl: 1s}\n',
      ({ approvals }) => {
        const asked = approvals.due.bind(approvals);
        const due: Ports['approvals']['due'] = (now, limit) => {
          const failure = failures.shift();
          return failure === undefined ? asked(now, limit) : Promise.reject(failure);
        };
        return { approvals: Object.assign(approvals, { due }) };
      },
    );
    await runtime.boundary.interceptTool(RISKY);
    const expired = () => events.filter(({ event }) => event === 'approval.expired').length;
    await jest.advanceTimersByTimeAsync(3500);
    expect(errors).toEqual(['approvals: no disk', 'approvals: Internal error (TypeError).']);
    expect(expired()).toBe(0);
    await jest.advanceTimersByTimeAsync(2000);
    expect(expired()).toBe(1);
    expect(errors.slice(2)).toEqual(['approvals: no disk']);
    await runtime.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is not begun again before it is done, and a closing runtime waits for it', async () => {
    let begun = 0;
    let end: (none: readonly never[]) => void = () => undefined;
    const { runtime } = await sweeping('', ({ approvals }) => {
      const due: Ports['approvals']['due'] = () => {
        begun++;
        return new Promise((resolve) => (end = resolve));
      };
      return { approvals: Object.assign(approvals, { due }) };
    });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(begun).toBe(1);
    let isClosed = false;
    const closing = runtime.close().then(() => (isClosed = true));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(isClosed).toBe(false);
    end([]);
    await closing;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(begun).toBe(1);
  });

  test('of memory is removed as often as the configuration says', async () => {
    let purges = 0;
    const { runtime } = await sweeping('memory: {purge_interval: 1m}\n', ({ memory }) => {
      const purgeExpired = () => {
        purges++;
        return Promise.resolve(0);
      };
      return { memory: Object.assign(memory, { purgeExpired }) };
    });
    await jest.advanceTimersByTimeAsync(59_000);
    expect(purges).toBe(0);
    await jest.advanceTimersByTimeAsync(121_000);
    expect(purges).toBe(3);
    await runtime.close();
  });

  test('of memory is waited for no shorter because the interval is longer than a timer can be', async () => {
    const setting = jest.spyOn(globalThis, 'setTimeout');
    const { runtime } = await sweeping('memory: {purge_interval: 99999w}\n', () => ({}));
    const longest = Math.max(...setting.mock.calls.map(([, ms = 0]) => ms));
    expect(longest).toBe(2 ** 31 - 1);
    setting.mockRestore();
    await runtime.close();
  });
});
