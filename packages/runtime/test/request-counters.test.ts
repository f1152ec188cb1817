import { expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { MemoryLimitStore, systemClock } from '@safeai/core';
import { createRuntime } from '../src/index.ts';

const CALL = { phase: 'request', toolName: 'send', parameters: {}, agentId: 'bot' } as const;

const loaded = parseConfig(
  'limits: { tools: [{ tool: send, calls: 1, window: 1h, action: block }] }',
);

test('any number of counted requests leaves the limits on tool calls as they are', async () => {
  const runtime = await createRuntime({ load: () => Promise.resolve(loaded) });
  const actionOf = async () => (await runtime.boundary.interceptTool(CALL)).decision.action;
  expect(await actionOf()).toBe('allow');
  for (let caller = 0; caller < 120_000; caller++) {
    await runtime.limits.add(`rate:minute:${String(caller)}`, 1, 60_000);
  }
  expect(await actionOf()).toBe('block');
  await runtime.close();
});

test('a given port counts both', async () => {
  const limits = new MemoryLimitStore(systemClock);
  const runtime = await createRuntime({ load: () => Promise.resolve(loaded), ports: { limits } });
  expect(runtime.limits).toBe(limits);
  await runtime.close();
});
