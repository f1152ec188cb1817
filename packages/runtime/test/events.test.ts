import { expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import type { SafeAIEvent } from '@safeai/core';

import { createRuntime, type Runtime } from '../src/index.ts';

const loaded = parseConfig('');

async function heard(
  act: (runtime: Runtime) => Promise<unknown>,
  load = () => Promise.resolve(loaded),
): Promise<string[]> {
  const runtime = await createRuntime({ load });
  const events: SafeAIEvent[] = [];
  runtime.events.listen((event) => events.push(event));
  await act(runtime);
  await runtime.close();
  return events.map(({ event }) => event);
}

test('who listens hears of decisions and reloads', async () => {
  const names = await heard(async (runtime) => {
    await runtime.boundary.scanInput({ text: 'hello' });
    await runtime.reload();
    await runtime.boundary.guardOutput({ text: 'alice@example.com' });
  });
  expect(names).toEqual(['scan.allowed', 'policy.reloaded', 'guard.redacted']);
});

test('a reload that fails is told, and rejects as ever', async () => {
  let calls = 0;
  const load = () =>
    ++calls === 1 ? Promise.resolve(loaded) : Promise.resolve().then(() => parseConfig('no: 1'));
  const names = await heard(async (runtime) => {
    await expect(runtime.reload()).rejects.toMatchObject({ code: 'invalid_config' });
  }, load);
  expect(names).toEqual(['policy.reload_failed']);
});

test('a reload that was asked for after the end is nobody’s news', async () => {
  const names = await heard(async (runtime) => {
    await runtime.close();
    await expect(runtime.reload()).rejects.toMatchObject({ code: 'shutting_down' });
  });
  expect(names).toEqual([]);
});

test('listeners that throw change nothing, for the decision and for the others', async () => {
  const names = await heard(async (runtime) => {
    const end = runtime.events.listen(() => {
      throw new Error('not mine');
    });
    const { decision } = await runtime.boundary.scanInput({ text: 'hello' });
    expect(decision.action).toBe('allow');
    end();
  });
  expect(names).toEqual(['scan.allowed']);
});

test('who has stopped listening hears no more; who listens twice ends one of the two', async () => {
  const runtime = await createRuntime({ load: () => Promise.resolve(loaded) });
  let count = 0;
  const listener = () => {
    count++;
  };
  const end = runtime.events.listen(listener);
  runtime.events.listen(listener);
  end();
  await runtime.boundary.scanInput({ text: 'hello' });
  expect(count).toBe(1);
  await runtime.close();
});

test('a port of events that is given hears them too', async () => {
  const given: string[] = [];
  const runtime = await createRuntime({
    load: () => Promise.resolve(loaded),
    ports: { events: { emit: ({ event }) => void given.push(event) } },
  });
  await runtime.boundary.scanInput({ text: 'hello' });
  expect(given).toEqual(['scan.allowed']);
  await runtime.close();
});
