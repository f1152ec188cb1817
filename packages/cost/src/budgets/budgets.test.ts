import { describe, expect, test } from '@jest/globals';
import {
  type BudgetLedger,
  MemoryBudgetLedger,
  NO_USAGE,
  SafeAIError,
  type Usage,
} from '@safeai/core';
import { estimate } from '../estimate.ts';
import { PriceBook } from '../prices/price-book.ts';
import type { BudgetRule } from './budget-rule.ts';
import type { BudgetedCall, BudgetLease } from './budgeted-call.ts';
import { Budgets } from './budgets.ts';

/** A token costs a millionth, in or out. */
const BOOK = new PriceBook({
  ...{ version: 'test', currency: 'USD' },
  models: [
    { model: 'plain', aliases: ['same'], provider: 'openai', input: 1, output: 1 },
    { model: 'other', provider: 'openai', input: 1, output: 1 },
  ],
});

const CALL: BudgetedCall = {
  ...{ tenantId: 'acme', userId: 'ada', agentId: 'billing', keyId: 'key-1' },
  ...{ model: 'plain', provider: null },
};

const NOW = Date.parse('2026-11-22T12:00Z');

const used = (tokens: number): Usage => ({ ...NO_USAGE, inputTokens: tokens, outputTokens: 0 });
const atMost = (tokens: number, model = 'plain') =>
  estimate({ model, inputTokens: tokens, maxOutputTokens: 0 }, BOOK);

function setUp(rules: readonly BudgetRule[], ledger?: BudgetLedger) {
  const clock = { time: NOW, now: () => clock.time };
  let number = 0;
  const kept = ledger ?? new MemoryBudgetLedger(clock);
  const ids = { decisionId: () => String(++number) };
  const budgets = new Budgets({ rules, book: BOOK, ledger: kept, clock, ids, leaseTtlMs: 60_000 });
  const leave = async (tokens: number, call: Partial<BudgetedCall> = {}): Promise<BudgetLease> => {
    const admission = await budgets.reserve({ ...CALL, ...call }, atMost(tokens, call.model));
    if (!admission.allowed) throw new Error(admission.refusal.reason);
    return admission.lease;
  };
  const refusal = async (tokens: number, call: Partial<BudgetedCall> = {}) => {
    const admission = await budgets.reserve({ ...CALL, ...call }, atMost(tokens, call.model));
    return admission.allowed ? undefined : admission.refusal;
  };
  return { budgets, clock, leave, refusal, ledger: kept };
}

describe('a budget', () => {
  test('refuses what does not fit, and says how it stands', async () => {
    const { leave, refusal, budgets } = setUp([{ name: 'team', limit: 0.0001 }]);
    const lease = await leave(60);
    await leave(30);
    await budgets.settle(lease, { usage: used(50) });
    const team = {
      ...{ budget: 'team', period: 'month', timeZone: 'UTC', action: 'block', currency: 'USD' },
      scope: { tenantId: null, userId: null, agentId: null, keyId: null, model: null },
      ...{ limitMicros: 100, spentMicros: 50, reservedMicros: 30, remainingMicros: 20 },
      ...{ limitTokens: null, spentTokens: 50, reservedTokens: 30, remainingTokens: null },
      warnAtPercent: [80],
      resetsAt: Date.parse('2026-12-01T00:00Z'),
    };
    expect(await refusal(21)).toEqual({ reason: 'exceeded', budgets: [team] });
    expect(await budgets.check(CALL)).toEqual({ reason: null, budgets: [team], at: NOW });
    expect(await budgets.states(['*'])).toEqual([team]);
    expect(await refusal(20)).toBe(undefined);
  });

  test('of tokens counts input and output', async () => {
    const { leave, refusal, budgets } = setUp([{ name: 'tokens', limitTokens: 10 }]);
    const lease = await leave(8);
    const usage = { ...NO_USAGE, inputTokens: 3, outputTokens: 4, reasoningTokens: 4 };
    await budgets.settle(lease, { usage });
    expect((await refusal(4))?.reason).toBe('exceeded');
    expect(await refusal(3)).toBe(undefined);
  });

  test('that only warns lets the call through and tells', async () => {
    const { leave, budgets } = setUp([{ name: 'soft', limit: 0.00001, action: 'warn' }]);
    await leave(10);
    const admission = await budgets.reserve(CALL, atMost(1));
    expect(admission.allowed && admission.over.map(({ budget }) => budget)).toEqual(['soft']);
  });

  test('is for the calls that it names', async () => {
    const limitTokens = 0;
    const rules: BudgetRule[] = [
      { name: 'tenant', tenant: 'acme', limitTokens },
      { name: 'user', user: 'ada', limitTokens },
      { name: 'agent', agent: 'billing', limitTokens },
      { name: 'key', key: 'key-1', limitTokens },
      { name: 'model', model: 'pl*', limitTokens },
    ];
    const { budgets } = setUp(rules);
    const names = async (call: Partial<BudgetedCall>) =>
      (await budgets.check({ ...CALL, ...call })).budgets.map(({ budget }) => budget);
    expect(await names({})).toEqual(['tenant', 'user', 'agent', 'key', 'model']);
    expect(await names({ tenantId: 'x', userId: null, agentId: null })).toEqual(['key', 'model']);
    expect(await names({ keyId: null, model: 'other' })).toEqual(['tenant', 'user', 'agent']);
  });

  test('of a model is that of all its names', async () => {
    const { leave, refusal } = setUp([{ name: 'each', per: 'model', limitTokens: 10 }]);
    await leave(10, { model: 'plain' });
    for (const model of ['PLAIN', 'same', 'openai/same', 'plain-2026-01-01']) {
      expect([model, (await refusal(1, { model }))?.reason]).toEqual([model, 'exceeded']);
    }
    expect(await refusal(10, { model: 'other' })).toBe(undefined);
  });

  test.each(['tenant', 'user', 'agent', 'key', 'model'] as const)(
    'for each %s is one for each of them',
    async (per) => {
      const { leave, refusal } = setUp([{ name: 'each', per, limitTokens: 10 }]);
      const field = { tenant: 'tenantId', user: 'userId', agent: 'agentId', key: 'keyId' } as const;
      const named = per === 'model' ? 'model' : field[per];
      await leave(10);
      expect((await refusal(1))?.reason).toBe('exceeded');
      expect(await refusal(10, { [named]: 'other' })).toBe(undefined);
      expect((await refusal(1, { [named]: 'other' }))?.reason).toBe('exceeded');
      const isOfTenant = per === 'tenant' || per === 'user' || per === 'agent';
      const elsewhere = await refusal(1, { tenantId: 'elsewhere' });
      expect(elsewhere?.reason).toBe(isOfTenant ? undefined : 'exceeded');
    },
  );

  test('may be for each of several things together', async () => {
    const { leave, refusal } = setUp([{ name: 'e', per: ['user', 'model'], limitTokens: 10 }]);
    await leave(10);
    expect(await refusal(10, { userId: 'bob' })).toBe(undefined);
    expect(await refusal(10, { model: 'other' })).toBe(undefined);
    expect((await refusal(1, { agentId: 'x', keyId: 'y' }))?.reason).toBe('exceeded');
  });

  test('is shown to a tenant where it is that tenant’s', async () => {
    const rules: BudgetRule[] = [
      { name: 'each', per: 'tenant', limitTokens: 10 },
      { name: 'all', limitTokens: 100 },
    ];
    const { leave, budgets } = setUp(rules);
    await leave(1);
    await leave(2, { tenantId: 'other' });
    const shown = async (tenants: readonly string[]) =>
      (await budgets.states(tenants)).map((state) => [state.scope.tenantId, state.reservedTokens]);
    expect(await shown(['acme'])).toEqual([['acme', 1]]);
    expect((await shown(['*'])).length).toBe(3);
  });

  test('of one tenant’s calls is that tenant’s, before its first call too', async () => {
    const rules: BudgetRule[] = [
      { name: 'all', limitTokens: 100 },
      { name: 'acme', tenant: 'acme', limitTokens: 10 },
      { name: 'agents', tenant: 'acme', per: 'agent', limitTokens: 10 },
    ];
    const { leave, budgets } = setUp(rules);
    const shown = async (tenants: readonly string[]) =>
      (await budgets.states(tenants)).map((state) => [state.budget, state.reservedTokens]);
    expect(await shown(['acme'])).toEqual([['acme', 0]]);
    expect(await shown(['other'])).toEqual([]);
    expect(await shown(['*'])).toEqual([
      ['all', 0],
      ['acme', 0],
    ]);
    await leave(3, { tenantId: 'acme' });
    expect((await shown(['acme'])).sort()).toEqual([
      ['acme', 3],
      ['agents', 3],
    ]);
  });
});

describe('a check', () => {
  test('says that nothing is left, or that a model has no price', async () => {
    const rules: BudgetRule[] = [
      { name: 'money', limit: 0.00001 },
      { name: 'models', per: 'model', limitTokens: 5 },
      { name: 'warning', limitTokens: 1, action: 'warn' },
    ];
    const { budgets, leave } = setUp(rules);
    const reason = async (model: string | null) => (await budgets.check({ ...CALL, model })).reason;
    expect([await reason('plain'), await reason('nobody’s'), await reason(null)]).toEqual([
      ...[null, 'unpriced', null],
    ]);
    await leave(5);
    expect([await reason('plain'), await reason('other'), await reason(null)]).toEqual([
      ...['exceeded', null, null],
    ]);
    await leave(5, { model: 'other' });
    expect([await reason('nobody’s'), await reason(null)]).toEqual(['unpriced', 'exceeded']);
    const { budgets: states } = await budgets.check({ ...CALL, model: null });
    expect(states.map(({ budget }) => budget)).toEqual(['money', 'warning']);
  });
});

describe('a window', () => {
  test('ends, and a call that began in it is charged to it', async () => {
    const rule: BudgetRule = {
      name: 'day',
      period: 'day',
      timeZone: 'Europe/Berlin',
      limitTokens: 10,
    };
    const { leave, refusal, budgets, clock } = setUp([rule]);
    clock.time = Date.parse('2026-11-22T22:59:59.999Z');
    const lease = await leave(10);
    expect((await refusal(1))?.reason).toBe('exceeded');
    clock.time += 1;
    const next = await leave(10);
    await budgets.settle(lease, { usage: used(9) });
    const [state] = (await budgets.check(CALL)).budgets;
    expect([state?.spentTokens, state?.reservedTokens]).toEqual([0, 10]);
    expect(state?.resetsAt).toBe(Date.parse('2026-11-23T23:00Z'));
    await budgets.settle(next, { usage: used(10) });
    expect((await budgets.check(CALL)).budgets[0]?.spentTokens).toBe(10);
  });
});

describe('a lease', () => {
  test('is settled once, and then costs what the call has cost', async () => {
    const { leave, budgets, ledger, clock } = setUp([{ name: 'b', limitTokens: 100 }]);
    const lease = await leave(50);
    const ends = await Promise.all(
      [10, 20].map((tokens) => budgets.settle(lease, { usage: used(tokens) })),
    );
    expect(ends.map(({ result }) => result)).toEqual(['settled', 'already']);
    expect((await budgets.check(CALL)).budgets[0]?.spentTokens).toBe(10);
    const [sum] = await ledger.sums(['*'], 0, clock.time);
    expect([sum?.calls, sum?.micros, sum?.model]).toEqual([1, 10, 'plain']);
  });

  test('without a budget is recorded once', async () => {
    const { leave, budgets, ledger, clock } = setUp([]);
    const lease = await leave(50);
    expect(lease.id).toBe(null);
    expect((await budgets.settle(lease, { usage: used(7) })).result).toBe('recorded');
    expect((await budgets.settle(lease, { usage: used(7) })).result).toBe('already');
    const released = await leave(50);
    await budgets.release(released);
    expect((await budgets.settle(released, { usage: used(7) })).result).toBe('already');
    const sums = await ledger.sums(['*'], 0, clock.time);
    expect(sums.map(({ calls, micros }) => [calls, micros])).toEqual([[1, 7]]);
  });

  test('of a crashed call ends by itself; what it cost after all counts', async () => {
    const { leave, refusal, budgets, clock } = setUp([{ name: 'b', limitTokens: 10 }]);
    const lease = await leave(10);
    clock.time += 60_000;
    expect(await refusal(10)).toBe(undefined);
    expect((await budgets.settle(lease, { usage: used(4) })).result).toBe('late');
    const [state] = (await budgets.check(CALL)).budgets;
    expect([state?.spentTokens, state?.remainingTokens]).toEqual([4, 0]);
  });

  test('of a call whose end is not known counts with the most that it can have come to', async () => {
    const { leave, budgets, ledger, clock } = setUp([{ name: 'b', limitTokens: 100 }]);
    const lease = await leave(50);
    const end = await budgets.settle(lease, { atMost: lease.estimate });
    expect([end.result, end.micros, end.cost]).toEqual(['settled', 50, null]);
    expect((await ledger.sums(['*'], 0, clock.time))[0]?.unpricedCalls).toBe(0);
  });

  test('that is released costs nothing', async () => {
    const { leave, refusal, budgets } = setUp([{ name: 'b', limitTokens: 10 }]);
    await budgets.release(await leave(10));
    expect(await refusal(10)).toBe(undefined);
  });
});

describe('a share of a budget', () => {
  test('is told when it is reached, once, and that all of it is spent', async () => {
    const { leave, budgets } = setUp([{ name: 'b', limit: 0.0001, warnAtPercent: [80, 50] }]);
    const told = async (tokens: number): Promise<readonly number[]> => {
      const { warnings } = await budgets.settle(await leave(tokens), { usage: used(tokens) });
      return warnings.map(({ percent }) => percent);
    };
    expect(await told(49)).toEqual([]);
    expect(await told(1)).toEqual([50]);
    expect(await told(29)).toEqual([]);
    expect(await told(21)).toEqual([80, 100]);
    expect(await told(0)).toEqual([]);
  });

  test('is told once, however many calls end at once', async () => {
    const { leave, budgets } = setUp([{ name: 'b', limitTokens: 100 }]);
    const leases = await Promise.all(Array.from({ length: 100 }, () => leave(1)));
    const ends = await Promise.all(
      leases.map((lease) => budgets.settle(lease, { usage: used(1) })),
    );
    expect(ends.flatMap(({ warnings }) => warnings.map(({ percent }) => percent))).toEqual([
      80, 100,
    ]);
  });
});

describe('a model without a price', () => {
  test('is refused where a budget of money blocks, unless that says otherwise', async () => {
    const rules: BudgetRule[] = [
      { name: 'money', limit: 1 },
      { name: 'lax', limit: 1, onUnpriced: 'allow' },
      { name: 'soft', limit: 1, action: 'warn' },
      { name: 'tokens', limitTokens: 10 },
    ];
    const { refusal } = setUp(rules);
    expect(await refusal(1, { model: 'unheard-of' })).toEqual({
      ...{ reason: 'unpriced', budgets: ['money'] },
    });
    const without = setUp(rules.slice(1));
    const lease = await without.leave(10, { model: 'unheard-of' });
    const end = await without.budgets.settle(lease, { usage: used(10) });
    expect([end.cost?.micros, end.cost?.unpriced]).toEqual([null, ['model']]);
    const sums = await without.ledger.sums(['*'], 0, without.clock.time);
    expect(sums.map(({ model, unpricedCalls }) => [model, unpricedCalls])).toEqual([
      ...[['unheard-of', 1]],
    ]);
    expect((await without.refusal(1, { model: 'unheard-of' }))?.reason).toBe('exceeded');
  });
});

describe('a ledger that cannot be reached', () => {
  const down = new Proxy({} as BudgetLedger, {
    get: () => () => Promise.reject(new SafeAIError('state_unavailable', 'down')),
  });

  test('lets no call through that a budget would block, unless that says otherwise', async () => {
    const rules: BudgetRule[] = [
      { name: 'strict', limitTokens: 10, tenant: 'acme' },
      { name: 'lax', limitTokens: 10, onFailure: 'allow' },
      { name: 'soft', limitTokens: 10, action: 'warn' },
    ];
    const { refusal, leave, budgets } = setUp(rules, down);
    expect(await refusal(1)).toEqual({ reason: 'ledger_unavailable', budgets: ['strict'] });
    const lease = await leave(1, { tenantId: 'other' });
    expect(lease.id).toBe(null);
    await expect(budgets.settle(lease, { usage: used(1) })).rejects.toThrow('down');
  });
});

describe('a budget that is none', () => {
  test.each<[BudgetRule, RegExp]>([
    [{ name: 'b' }, /no limit/],
    [{ name: 'b', limit: -1 }, /no amount/],
    [{ name: 'b', limitTokens: 0.5 }, /limit_tokens/],
    [{ name: 'b', limit: 1, timeZone: 'Mars/Base' }, /time zone/],
    [{ name: 'b', limit: 1, warnAtPercent: [0] }, /warn_at_percent/],
    [{ name: 'taken', limit: 1 }, /another budget/],
  ])('%j is refused', (rule, problem) => {
    expect(() => setUp([{ name: 'taken', limit: 1 }, rule])).toThrow(problem);
  });
});
