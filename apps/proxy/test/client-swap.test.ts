import { beforeAll, describe, expect, test } from '@jest/globals';
import { SafeAIClient, type RouteCaller } from '@safeai/client';
import { parseConfig } from '@safeai/config';
import { SafeAI, type AgentGuard } from '@safeai/core';
import { createRuntime } from '@safeai/runtime';
import { localRoutes } from '../src/index.ts';
import { comparable, GUARD_SCENARIOS } from './support/guard-scenarios.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

/** A client of a server that really runs, over HTTP. */
async function overHttp(): Promise<AgentGuard> {
  const { url } = await startServer(await realRuntime());
  return new SafeAIClient({ url, user: 'security-admin' });
}

describe('code can swap a client for the core', () => {
  test.each(GUARD_SCENARIOS)('%s', async (_, run) => {
    const here = await run(new SafeAI());
    const there = await run(await overHttp());
    expect(comparable(there)).toEqual(comparable(here));
  });
});

describe('of routes in process, which show found values masked', () => {
  let routes: RouteCaller;
  beforeAll(async () => {
    const runtime = await createRuntime({ load: () => Promise.resolve(parseConfig('')) });
    routes = { call: localRoutes(runtime) as RouteCaller['call'] };
  });

  test.each(GUARD_SCENARIOS)('%s', async (_, run) => {
    const here = withoutValues(await run(new SafeAI()));
    const there = withoutValues(await run(new SafeAIClient({ routes })));
    expect(there).toEqual(here);
  });
});

/** Paths name what is found in keys. */
function withoutValues(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(comparable(value), (name, part: unknown) =>
      name === 'value' || name === 'path' ? undefined : part,
    ),
  );
}
