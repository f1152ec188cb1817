import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';

const BUSY_MICROSECONDS = 40_000;

/** Uses the processor for a while. */
function beBusy(): void {
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if (user + system > BUSY_MICROSECONDS) return;
  }
}

test('the process is measured from the start of the server, not from the first look', async () => {
  const server = await startServer(fakeRuntime());
  beBusy();
  await setTimeout(100);
  const { text } = await server.send('/v1/metrics');
  const [, seconds] = /^process_cpu_seconds_total (\S+)$/m.exec(text) ?? [];
  expect(Number(seconds)).toBeGreaterThan(BUSY_MICROSECONDS / 1e6);
  expect(text).toMatch(/^nodejs_eventloop_lag_mean_seconds \d/m);
  expect(text).not.toMatch(/ nan$/im);
});

test('looks that follow each other at once hold no measurement of nothing', async () => {
  const server = await startServer(fakeRuntime());
  const looks = [1, 2, 3].map(() => server.send('/v1/metrics'));
  for (const { text } of await Promise.all(looks)) {
    expect(text).not.toMatch(/ nan$/im);
    expect(text).not.toMatch(/^nodejs_eventloop_lag_min_seconds \d{3}/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
  }
});
