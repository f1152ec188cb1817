import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { MemoryLimitStore, SafeAIError, type LimitStore, type Principal } from '@safeai/core';
import fc from 'fast-check';
import type { Exchange } from '../../http/exchange.ts';
import type { ServedRoute } from '../../routes/served-route.ts';
import { edgeSettings } from '../../settings/settings.ts';
import type { Caller } from '../caller.ts';
import type { Entered } from '../limits.ts';
import { RequestLimits } from './request-limits.ts';

const ROUTES = {
  data: { id: 'scan_input', access: ['agent'] },
  read: { id: 'policies', access: ['auditor'] },
  control: { id: 'policies_reload', access: ['admin'] },
} as unknown as Record<'data' | 'read' | 'control', ServedRoute>;

function limitsOn(yaml: string, given?: LimitStore) {
  const time = { now: 0 };
  const store = given ?? new MemoryLimitStore({ monotonic: () => time.now });
  const refusals: string[] = [];
  const limits = new RequestLimits({ store, onRefusal: (name) => refusals.push(name) });
  const settings = edgeSettings(parseConfig(yaml).config);
  const exchangeOf = (address: string, headers: object = {}) =>
    ({ peer: { address, loopback: false }, settings, req: { headers } }) as unknown as Exchange;
  return { time, limits, refusals, exchangeOf };
}

function callerOf(user: string): Caller {
  const principal: Principal = {
    ...{ user, tenant: 'default', tenants: ['default'], roles: ['admin'], source: 'header' },
  };
  return { principal, isTrustedLocal: false };
}

/** What a request met: let in, or the setting that it was past. */
async function met(asked: () => unknown): Promise<string> {
  try {
    await asked();
    return 'in';
  } catch (error) {
    if (!SafeAIError.isInstance(error) || error.code !== 'rate_limited') throw error;
    return /\(([^)]*)\)/.exec(error.message)?.[1] ?? error.message;
  }
}

/** Windows as they are told: each begins with its first request and lasts so long, whatever comes meanwhile. */
class NaiveWindows {
  readonly #windows = new Map<string, { total: number; endsAt: number }>();

  isPast(key: string, quota: number, lengthMs: number, now: number): boolean {
    let window = this.#windows.get(key);
    if (window === undefined || window.endsAt <= now) window = { total: 0, endsAt: now + lengthMs };
    window.total++;
    this.#windows.set(key, window);
    return window.total > quota;
  }
}

test('lets in what a plain count lets in, whoever asks whatever in whatever order', async () => {
  const quotas = { burst: 2, minute: 5, data: 4, read: 2, places: 3 };
  const yaml = `limits: { rate: { requests_per_minute: 5, burst: 2, in_flight: 3, routes: { data: 4, read: 2 } } }`;
  const step = fc.record({
    user: fc.constantFrom('ana', 'bob'),
    kind: fc.constantFrom('data', 'read', 'control'),
    later: fc.constantFrom(0, 0, 0, 400, 1000, 30_000),
    leaves: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { limits, time, exchangeOf } = limitsOn(yaml);
      const naive = new NaiveWindows();
      const inside: { user: string; entered: Entered }[] = [];
      for (const { user, kind, later, leaves } of steps) {
        time.now += later;
        if (leaves) inside.shift()?.entered.leave();
        const places = inside.filter((each) => each.user === user).length;
        const quota = quotas[kind as 'data'] as number | undefined;
        const expected = naive.isPast(`burst ${user}`, quotas.burst, 1000, time.now)
          ? 'limits.rate.burst'
          : naive.isPast(`minute ${user}`, quotas.minute, 60_000, time.now)
            ? 'limits.rate.requests_per_minute'
            : quota !== undefined && naive.isPast(`${kind} ${user}`, quota, 60_000, time.now)
              ? `limits.rate.routes.${kind}`
              : places >= quotas.places
                ? 'limits.rate.in_flight'
                : 'in';
        const got = await met(async () => {
          const entered = await limits.enter(exchangeOf('192.0.2.1'), ROUTES[kind], callerOf(user));
          inside.push({ user, entered });
        });
        expect(got).toBe(expected);
      }
    }),
  );
});

test('of any number at once, no more than the limit are let in; others are not affected', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 60 }),
      async (quota, many) => {
        const { limits, exchangeOf } = limitsOn(
          `limits: { rate: { requests_per_minute: ${String(quota)}, in_flight: 1000 } }`,
        );
        const ask = (user: string) =>
          met(() => limits.enter(exchangeOf('192.0.2.1'), ROUTES.data, callerOf(user)));
        const answers = await Promise.all(
          Array.from({ length: many }, (_, index) => ask(index === 0 ? 'other' : 'ana')),
        );
        expect(answers[0]).toBe('in');
        const let_in = answers.slice(1).filter((answer) => answer === 'in');
        expect(let_in).toHaveLength(Math.min(quota, many - 1));
      },
    ),
  );
});

test('a tenant and an agent have limits of their own, whoever makes the requests', async () => {
  const yaml =
    'limits: { rate: { tenant: { requests_per_minute: 3 }, agent: { requests_per_minute: 2, in_flight: 1 } } }';
  const { limits, exchangeOf, refusals } = limitsOn(yaml);
  const ask = (user: string, tenant: string, agent?: string, stays = false) =>
    met(async () => {
      const entered = await limits.enter(exchangeOf('192.0.2.1'), ROUTES.data, callerOf(user));
      try {
        await entered.actFor(tenant, agent);
      } finally {
        if (!stays) entered.leave();
      }
    });
  expect(await ask('ana', 'acme', 'bot')).toBe('in');
  expect(await ask('bob', 'acme', 'bot')).toBe('in');
  expect(await ask('bob', 'acme', 'bot')).toBe('limits.rate.agent.requests_per_minute');
  expect(await ask('cat', 'acme', 'other')).toBe('limits.rate.tenant.requests_per_minute');
  expect(await ask('cat', 'other', 'bot', true)).toBe('in');
  expect(await ask('cat', 'other', 'bot')).toBe('limits.rate.agent.in_flight');
  expect(await ask('cat', 'other')).toBe('in');
  expect(refusals).toEqual(['agent', 'tenant', 'agent_in_flight']);
});

test('a place is given back once, and what was refused has none to give', async () => {
  const { limits, exchangeOf } = limitsOn('limits: { rate: { in_flight: 1 } }');
  const enter = async () => limits.enter(exchangeOf('192.0.2.1'), ROUTES.data, callerOf('ana'));
  const first = await enter();
  expect(await met(enter)).toBe('limits.rate.in_flight');
  first.leave();
  first.leave();
  const second = await enter();
  expect(await met(enter)).toBe('limits.rate.in_flight');
  second.leave();
  expect(await met(enter)).toBe('in');
});

describe('without a credential', () => {
  test('the address counts, of IPv6 its network', async () => {
    const { limits, exchangeOf } = limitsOn('limits: { rate: { requests_per_minute: 1 } }');
    const ask = (address: string) =>
      met(() => limits.enter(exchangeOf(address), ROUTES.read, null));
    expect(await ask('192.0.2.1')).toBe('in');
    expect(await ask('::ffff:192.0.2.1')).toBe('limits.rate.requests_per_minute');
    expect(await ask('192.0.2.2')).toBe('in');
    expect(await ask('2001:db8::1')).toBe('in');
    expect(await ask('2001:db8::ffff:1')).toBe('limits.rate.requests_per_minute');
    expect(await ask('2001:db8:0:1::1')).toBe('in');
  });

  test('what is refused for want of one counts as well', async () => {
    const { limits, exchangeOf } = limitsOn('limits: { rate: { requests_per_minute: 2 } }');
    const refusal = new SafeAIError('unauthenticated', 'The request needs a credential.');
    const ask = () => met(() => limits.refused(exchangeOf('192.0.2.1'), ROUTES.data, refusal));
    expect([await ask(), await ask(), await ask()]).toEqual([
      'in',
      'in',
      'limits.rate.requests_per_minute',
    ]);
  });
});

describe('credentials that do not hold', () => {
  const yaml = 'limits: { rate: { failures_per_minute: 2 } }';
  const refusal = new SafeAIError('unauthenticated', 'The key of the request is not valid.');
  const wrong = { 'x-safeai-key': 'sfai_wrong' };

  test('past the limit their address is told to wait; others are not, nor is who brings none', async () => {
    const { limits, exchangeOf, time } = limitsOn(yaml);
    const fail = (address: string, headers: Record<string, string> = wrong) =>
      met(() => limits.refused(exchangeOf(address, headers), ROUTES.data, refusal));
    expect([await fail('192.0.2.1'), await fail('192.0.2.1')]).toEqual(['in', 'in']);
    expect(await fail('192.0.2.1')).toBe('limits.rate.failures_per_minute');
    expect(await fail('192.0.2.2')).toBe('in');
    expect(await fail('192.0.2.1', {})).toBe('in');
    const known = exchangeOf('192.0.2.1', { 'x-safeai-key': 'sfai_right' });
    expect(await met(() => limits.enter(known, ROUTES.data, callerOf('ana')))).toBe('in');
    time.now = 60_000;
    expect(await fail('192.0.2.1')).toBe('in');
  });

  test('an old session keeps nobody from signing in', async () => {
    const { limits, exchangeOf } = limitsOn(yaml);
    const exchange = exchangeOf('192.0.2.1', { cookie: 'safeai_session=old' });
    const fail = (route: ServedRoute) => met(() => limits.refused(exchange, route, refusal));
    for (let count = 0; count < 2; count++) expect(await fail(ROUTES.data)).toBe('in');
    expect(await fail(ROUTES.data)).not.toBe('in');
    const signIn = { id: 'session_open', access: 'public', signsIn: true } as ServedRoute;
    expect(await fail(signIn)).toBe('in');
  });

  test('of many at once no more are told that they failed', async () => {
    const { limits, exchangeOf } = limitsOn(yaml);
    const told = await Promise.all(
      Array.from({ length: 9 }, () =>
        met(() => limits.refused(exchangeOf('192.0.2.1', wrong), ROUTES.data, refusal)),
      ),
    );
    expect(told.filter((answer) => answer === 'in')).toHaveLength(2);
  });

  test('other refusals are no failed proof', async () => {
    const { limits, exchangeOf } = limitsOn(yaml);
    const exchange = exchangeOf('192.0.2.1', wrong);
    for (let count = 0; count < 9; count++) {
      await limits.refused(exchange, ROUTES.data, new SafeAIError('forbidden', 'Not this tenant.'));
    }
    expect(await met(() => limits.refused(exchange, ROUTES.data, refusal))).toBe('in');
  });
});

test('where the store fails, this process counts: no limit ends, and no service', async () => {
  const refuse = () => Promise.reject(new SafeAIError('state_unavailable', 'No store.'));
  const failing: LimitStore = { add: refuse, get: refuse, delete: refuse };
  const { limits, exchangeOf } = limitsOn(
    'limits: { rate: { requests_per_minute: 2, failures_per_minute: 1 } }',
    failing,
  );
  const ask = () => met(() => limits.enter(exchangeOf('192.0.2.1'), ROUTES.data, callerOf('ana')));
  expect([await ask(), await ask(), await ask()]).toEqual([
    'in',
    'in',
    'limits.rate.requests_per_minute',
  ]);
  const exchange = exchangeOf('192.0.2.9', { 'x-safeai-key': 'sfai_wrong' });
  const refusal = new SafeAIError('unauthenticated', 'No.');
  const fail = () => met(() => limits.refused(exchange, ROUTES.data, refusal));
  expect([await fail(), await fail()]).toEqual(['in', 'limits.rate.failures_per_minute']);
});

test('two keys of one user count apart; no part of a secret is kept', async () => {
  const keys: string[] = [];
  const store: LimitStore = {
    add: (key) => {
      keys.push(key);
      return { total: 1, resetsInMs: 1 };
    },
    get: () => undefined,
    delete: () => false,
  };
  const { limits, exchangeOf } = limitsOn('', store);
  const principal: Principal = { ...callerOf('billing').principal, source: 'key' };
  for (const id of ['aaaaaaaaaaaa', 'bbbbbbbbbbbb']) {
    const headers = { authorization: `Bearer sfai_${id}_${'S'.repeat(43)}` };
    await limits.enter(exchangeOf('192.0.2.1', headers), ROUTES.data, {
      principal,
      isTrustedLocal: false,
    });
  }
  expect(keys).toEqual([
    'rate:burst:key-aaaaaaaaaaaa',
    'rate:minute:key-aaaaaaaaaaaa',
    'rate:burst:key-bbbbbbbbbbbb',
    'rate:minute:key-bbbbbbbbbbbb',
  ]);
});
