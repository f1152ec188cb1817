import { expect, test } from '@jest/globals';

import { parseConfig } from '@safeai/config';
import { MemoryLimitStore } from '@safeai/core';

import { createRuntime } from '../src/index.ts';

const CALL = { phase: 'request', agentId: 'mailer', sessionId: 's-1' } as const;

async function runtimeOf(...limits: string[]) {
  const time = { now: 0 };
  const clock = { now: () => time.now, monotonic: () => time.now };
  let loads = 0;
  const load = () => Promise.resolve(parseConfig(`limits: ${limits[loads++] ?? '{}'}`));
  const store = new MemoryLimitStore(clock);
  const runtime = await createRuntime({ load, ports: { clock, limits: store } });
  const ask = async (toolName: string, parameters = {}) =>
    (await runtime.boundary.interceptTool({ ...CALL, toolName, parameters })).decision;
  return { runtime, time, ask };
}

test('a configured limit holds for its window, and a reload goes on counting', async () => {
  const { runtime, time, ask } = await runtimeOf(
    "{ tools: [{ tool: 'send_*', calls: 1, window: 30s }] }",
    "{ tools: [{ tool: 'send_*', calls: 2, window: 30s, action: require_approval }] }",
  );
  expect((await ask('send_mail')).action).toBe('allow');
  expect(await ask('send_post')).toMatchObject({
    action: 'block',
    reason: 'Too many calls of send_* (2 in 30s)',
  });
  await runtime.reload();
  expect((await ask('send_mail')).action).toBe('allow');
  expect((await ask('send_mail')).action).toBe('pending_approval');
  time.now += 30_000;
  expect((await ask('send_mail')).action).toBe('allow');
});

test('defaults: a minute, by agent, blocked; loops: ten minutes, flagged', async () => {
  const { time, ask } = await runtimeOf(
    '{ tools: [{ tool: pay, calls: 1 }], loops: { repeats: 2 } }',
  );
  await ask('pay', { n: 1 });
  time.now += 59_999;
  expect((await ask('pay', { n: 2 })).reasonCode).toBe('tool_limit');
  time.now += 1;
  expect(await ask('pay', { n: 1 })).toMatchObject({ action: 'flag', reasonCode: 'loop' });
  time.now += 9 * 60_000;
  expect(await ask('pay', { n: 1 })).toMatchObject({ action: 'allow' });
});

test('without settings nothing is limited', async () => {
  const { ask } = await runtimeOf('{}');
  for (let call = 0; call < 5; call++) expect((await ask('pay')).action).toBe('allow');
});
