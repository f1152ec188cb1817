import { afterEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import {
  MemoryBudgetLedger,
  NO_USAGE,
  SafeAIError,
  type AuditRecord,
  type BudgetLedger,
  type Principal,
  type SafeAIEvent,
} from '@safeai/core';
import { createRuntime, type Runtime } from '@safeai/runtime';
import { HttpError } from '../../http/problem.ts';
import { openSpend, type SpendingCall } from './call-spend.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

/** A token costs a millionth, in or out. */
const PRICES = `
prices:
  reserve_output_tokens: 50
  models: [{ model: plain, input_per_million: 1, output_per_million: 1 }]
`;

const PRINCIPAL: Principal = {
  ...{ tenant: 'acme', tenants: ['acme'], user: 'ada', roles: ['agent'] },
  ...{ keyId: 'key-000000000000', source: 'key' },
};

const CALL: SpendingCall = {
  ...{ principal: PRINCIPAL, tenantId: 'acme', agentId: 'bot', model: 'plain' },
  ...{ provider: undefined, inputBytes: 40, maxOutputTokens: 60, choices: 1 },
};

const used = (inputTokens: number, outputTokens: number) => ({
  ...NO_USAGE,
  inputTokens,
  outputTokens,
});

let open: Runtime | undefined;

afterEach(async () => {
  await open?.close();
});

/** A server's spending under these budgets, with a clock and a ledger that can fail. */
async function spending(budgets: string, append?: (record: AuditRecord) => void) {
  const time = { now: NOON };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const kept = new MemoryBudgetLedger(clock);
  const ledger = failing(kept);
  const events: SafeAIEvent[] = [];
  const records: AuditRecord[] = [];
  let yaml = `${PRICES}\nbudgets: ${budgets}`;
  const runtime = await createRuntime({
    load: () => Promise.resolve(parseConfig(yaml)),
    ports: {
      clock,
      budgets: ledger,
      events: { emit: (event) => events.push(event) },
      audit: { append: append ?? ((record) => void records.push(record)) },
    },
  });
  open = runtime;
  const { cost } = runtime;
  const reload = async (changed: string): Promise<void> => {
    yaml = changed;
    await runtime.reload();
  };
  const spend = (change: Partial<SpendingCall> = {}) => openSpend(cost, { ...CALL, ...change });
  const refusal = async (change: Partial<SpendingCall> = {}): Promise<HttpError> => {
    const error: unknown = await spend(change).catch((reason: unknown) => reason);
    if (error instanceof HttpError) return error;
    throw new Error('The call was not refused.');
  };
  const balance = async () => (await kept.accounts(['*'], time.now))[0];
  return { cost, time, ledger, events, records, reload, spend, refusal, balance };
}

function failing(kept: BudgetLedger): BudgetLedger & { fails: Set<keyof BudgetLedger> } {
  const fails = new Set<keyof BudgetLedger>();
  const guard = <Result>(method: keyof BudgetLedger, run: () => Promise<Result>) =>
    fails.has(method)
      ? Promise.reject(new SafeAIError('state_unavailable', 'The disk is away.'))
      : run();
  return {
    fails,
    reserve: (reservation) => guard('reserve', () => kept.reserve(reservation)),
    settle: (id, spend) => guard('settle', () => kept.settle(id, spend)),
    release: (id) => guard('release', () => kept.release(id)),
    record: (spend) => guard('record', () => kept.record(spend)),
    balances: (windows) => guard('balances', () => kept.balances(windows)),
    accounts: (tenants, at) => guard('accounts', () => kept.accounts(tenants, at)),
    sums: (tenants, from, until) => guard('sums', () => kept.sums(tenants, from, until)),
  };
}

describe('a call that fits', () => {
  test('sets aside the most that it can come to, and is counted with what it used', async () => {
    const { spend, balance } = await spending('[{ name: team, limit: 0.0002, period: day }]');
    const call = await spend();
    expect(await balance()).toMatchObject({ reservedMicros: 100, committedMicros: 0 });
    expect(await call.settle(used(10, 20))).toEqual({
      ...{ micros: 30, amount: '0.000030', currency: 'USD', isAtMost: false, isCounted: true },
    });
    expect(await balance()).toMatchObject({ reservedMicros: 0, committedMicros: 30 });
  });

  test('counts its answers each, and the configured output where it sets no limit', async () => {
    const { spend, balance } = await spending('[{ name: team, limit: 1, period: day }]');
    await spend({ choices: 3, maxOutputTokens: null });
    expect(await balance()).toMatchObject({ reservedMicros: 40 + 3 * 50, reservedTokens: 190 });
  });

  test.each([
    ['no usage', null],
    ['no output', { ...NO_USAGE, inputTokens: 3 }],
    ['no input', { ...NO_USAGE, outputTokens: 3 }],
    ['an input below 0', used(-1, 3)],
    ['an input that no call has', used(1e15, 3)],
    ['an output that no call has', used(3, Number.MAX_SAFE_INTEGER)],
    ['half a token', used(3, 0.5)],
    ['no number', used(NaN, 3)],
  ])('is counted with the most that it can have come to where %s is told', async (_, usage) => {
    const { spend, balance } = await spending('[{ name: team, limit: 1, period: day }]');
    const call = await spend();
    expect(await call.settle(usage)).toMatchObject({ micros: 100, isAtMost: true });
    expect(await balance()).toMatchObject({ reservedMicros: 0, committedMicros: 100 });
  });

  test('without output, such as an embedding, needs to be told of none', async () => {
    const { spend } = await spending('[]');
    const call = await spend({ maxOutputTokens: 0 });
    expect(await call.settle({ ...NO_USAGE, inputTokens: 3 })).toMatchObject({
      ...{ micros: 3, isAtMost: false },
    });
  });

  test('ends once, whatever is called in whatever order', async () => {
    const { cost, spend, balance } = await spending('[{ name: team, limit: 1, period: day }]');
    const call = await spend();
    const ends = [call.settleAtMost(), call.settle(used(1, 1)), call.release()];
    const [first, second] = await Promise.all(ends);
    expect([first, second]).toMatchObject([{ micros: 100 }, { micros: 100 }]);
    expect(await balance()).toMatchObject({ reservedMicros: 0, committedMicros: 100 });
    const released = await spend();
    await released.release();
    expect(await released.settle(used(1, 1))).toMatchObject({ micros: 0, amount: '0.000000' });
    expect(await cost.summary({ tenants: ['*'] })).toMatchObject({ totalMicros: 100, calls: 1 });
  });

  test('without any budget is in the sums, once', async () => {
    const { cost, spend } = await spending('[]');
    const call = await spend();
    await Promise.all([call.settle(used(1, 2)), call.settle(used(1, 2)), call.settleAtMost()]);
    const summary = await cost.summary({ tenants: ['*'] });
    expect(summary).toMatchObject({ totalMicros: 3, calls: 1 });
    expect([...summary.byUser]).toEqual([['ada', 3]]);
    expect([...summary.byAgent]).toEqual([['bot', 3]]);
  });
});

describe('a call that does not fit', () => {
  test('is refused with the budget, when it starts afresh, and no amounts', async () => {
    const { spend, refusal } = await spending('[{ name: team, limit: 0.000123, period: day }]');
    const other = await spend({ tenantId: 'other' });
    await other.settle(used(40, 60));
    const error = await refusal();
    expect(error).toMatchObject({ code: 'budget_exceeded', status: 429 });
    expect(error.headers).toEqual({ 'retry-after': '43200', 'x-should-retry': 'false' });
    expect(error.message).toBe(
      'The call does not fit into what is left of the budget "team". It starts afresh at 2026-11-23T00:00:00.000Z.',
    );
    expect(error.message).not.toMatch(/other|123|100/);
  });

  test('is asked to come back within a day', async () => {
    const { spend, refusal } = await spending('[{ name: team, limit: 0.000123 }]');
    await (await spend()).settleAtMost();
    expect((await refusal()).headers).toMatchObject({ 'retry-after': '86400' });
  });

  test('is told where only calls under way are in its way', async () => {
    const { spend, refusal } = await spending('[{ name: team, limit: 0.000123 }]');
    await spend();
    const error = await refusal();
    expect(error.message).toMatch(/^Calls that are under way/);
    expect(error.headers).toMatchObject({ 'retry-after': '10', 'x-should-retry': 'false' });
  });

  test.each([
    ['is larger than the budget', 'limit: 0.000099', /more than the budget "team" allows at all/],
    ['has too many tokens', 'limit_tokens: 99', /more than the budget "team" allows at all/],
  ])('and %s is not asked to wait', async (_, limit, message) => {
    const { refusal } = await spending(`[{ name: team, ${limit} }]`);
    const error = await refusal();
    expect(error.message).toMatch(message);
    expect(error.headers).toEqual({ 'x-should-retry': 'false' });
  });

  test('and no budget starts afresh is not asked to wait', async () => {
    const { spend, refusal } = await spending('[{ name: all, limit: 0.000123, period: total }]');
    await (await spend()).settleAtMost();
    expect((await refusal()).headers).toEqual({ 'x-should-retry': 'false' });
  });

  test('leaves nothing set aside, in no budget', async () => {
    const { spend, cost } = await spending(
      '[{ name: a, limit: 1 }, { name: b, limit: 0.0001, per: key }]',
    );
    await spend();
    await expect(spend()).rejects.toThrow(/"b"/);
    const { budgets } = await cost.summary({ tenants: ['*'] });
    expect(budgets.map(({ reservedMicros }) => reservedMicros)).toEqual([100, 100]);
    expect(budgets.map(({ scope }) => scope.keyId).sort()).toEqual(['key-000000000000', null]);
  });
});

describe('a model without a price', () => {
  const unknown = { model: 'nobody-knows-it' };

  test('is refused where money is limited, and told apart', async () => {
    const { refusal } = await spending('[{ name: team, limit: 1 }]');
    const error = await refusal(unknown);
    expect(error).toMatchObject({ code: 'budget_exceeded', status: 429 });
    expect(error.message).toMatch(/has no price.*"team"/);
    expect(error.headers).toEqual({ 'x-should-retry': 'false' });
  });

  test('passes by a setting, is told in the summary, and is not free', async () => {
    const { cost, spend } = await spending('[{ name: team, limit: 1, on_unpriced: allow }]');
    const call = await spend(unknown);
    expect(await call.settle(used(5, 6))).toMatchObject({ micros: null, amount: null });
    expect(await cost.summary({ tenants: ['*'] })).toMatchObject({
      unpriced: [{ model: 'nobody-knows-it', calls: 1, inputTokens: 5, outputTokens: 6 }],
    });
  });

  test('whose name is a secret is in no sum by it', async () => {
    const { cost, spend } = await spending('[]');
    const secret = `sk-${'ABCDEF1234567890'.repeat(2)}`;
    await (await spend({ model: secret })).settle(used(1, 1));
    await (await spend({ agentId: secret })).settle(used(1, 1));
    const { unpriced, byAgent } = await cost.summary({ tenants: ['*'] });
    const names = [...unpriced.map(({ model }) => model), ...byAgent.keys()];
    expect(names).toEqual(Array(2).fill(expect.stringMatching(/^sha256:[0-9a-f]{16}$/)));
  });

  test('whose name is too long is refused', async () => {
    const { spend } = await spending('[]');
    await expect(spend({ model: 'm'.repeat(257) })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('a ledger that fails', () => {
  test('refuses calls with 503, or lets them pass by a setting', async () => {
    const blocking = await spending('[{ name: team, limit: 1 }]');
    blocking.ledger.fails.add('reserve');
    const error = await blocking.refusal();
    expect(error).toMatchObject({ code: 'state_unavailable', status: 503 });
    expect(error.headers).toEqual({ 'retry-after': '1' });
    await open?.close();
    const allowing = await spending('[{ name: team, limit: 1, on_failure: allow }]');
    allowing.ledger.fails.add('reserve');
    const call = await allowing.spend();
    expect(await call.settle(used(1, 1))).toMatchObject({ micros: 2, isCounted: true });
  });

  test('when a call ends: the call is counted later, and nothing is reserved before that', async () => {
    const { cost, time, ledger, spend, refusal } = await spending('[{ name: t, limit: 0.00015 }]');
    const notices: string[] = [];
    cost.onNotice(({ kind }) => notices.push(kind));
    const call = await spend();
    ledger.fails.add('settle');
    expect(await call.settle(used(40, 60))).toMatchObject({ micros: 100, isCounted: false });
    // The lease is over, so that its amount would be free again.
    time.now += 24 * 3_600_000;
    expect(await refusal()).toMatchObject({ code: 'state_unavailable' });
    ledger.fails.delete('settle');
    expect(await refusal()).toMatchObject({ code: 'budget_exceeded' });
    expect(await cost.summary({ tenants: ['*'] })).toMatchObject({ totalMicros: 100, calls: 1 });
    expect(notices).toEqual(['unsettled', 'caught_up', 'exceeded']);
  });

  test('when a call without a budget ends: it is in the sums once the ledger is back', async () => {
    const { cost, ledger, spend } = await spending('[]');
    const call = await spend();
    ledger.fails.add('record');
    expect(await call.settle(used(1, 1))).toMatchObject({ isCounted: false });
    ledger.fails.clear();
    await open?.close();
    expect(await cost.summary({ tenants: ['*'] })).toMatchObject({ totalMicros: 2, calls: 1 });
  });
});

test('a call is settled by the rules that it was made with', async () => {
  const { cost, reload, spend, balance } = await spending('[{ name: team, limit: 1 }]');
  const call = await spend();
  await reload(PRICES.replaceAll('million: 1', 'million: 1000'));
  expect(cost.rules.book.find({ model: 'plain' })?.price.input).toBe(1000);
  expect(await call.settle(used(1, 1))).toMatchObject({ micros: 2 });
  expect(await balance()).toMatchObject({ committedMicros: 2, reservedMicros: 0 });
});

describe('a call that is refused is on record', () => {
  test('each time, with who asked for what, and without amounts', async () => {
    const { spend, refusal, records, events } = await spending(
      '[{ name: team, limit: 0.00015 }, { name: all, limit: 1 }, { name: tokens, limit_tokens: 150 }]',
    );
    await spend();
    await refusal({ requestId: 'r-1' });
    await refusal({ requestId: 'r-2' });
    expect(records).toMatchObject(
      ['r-1', 'r-2'].map((requestId) => ({
        ...{ event: 'budget.exceeded', boundary: 'action', action: 'block', requestId },
        ...{ tenantId: 'acme', agentId: 'bot', principal: 'ada', policyName: null },
        detail: { budgets: 'team,tokens', reason: 'exceeded', model: 'plain' },
      })),
    );
    expect(JSON.stringify(records)).not.toMatch(/micros|spent|limit/i);
    // Told once for each budget, by who keeps them.
    expect(events.map(({ event }) => event)).toEqual(['budget.exceeded', 'budget.exceeded']);
  });

  test('where it names no model', async () => {
    const { refusal, records } = await spending('[{ name: team, limit: 1 }]');
    expect((await refusal({ model: null })).message).toContain('names no model');
    expect(records).toMatchObject([{ detail: { reason: 'unpriced', model: '(none)' } }]);
  });

  test('where its model has no price, whose name may hold anything', async () => {
    const { refusal, records } = await spending('[{ name: team, limit: 1 }]');
    const secret = 'sk-ABCDEF1234567890ABCDEF';
    await refusal({ model: secret, agentId: secret });
    expect(records).toMatchObject([
      {
        agentId: expect.stringMatching(/^sha256:/),
        detail: { budgets: 'team', reason: 'unpriced', model: expect.stringMatching(/^sha256:/) },
      },
    ]);
    expect(JSON.stringify(records)).not.toContain(secret);
  });

  test('but not what passes, is only warned of, or cannot be looked up', async () => {
    const { spend, refusal, records, ledger } = await spending(
      '[{ name: soft, limit: 0.00015, action: warn }, { name: hard, limit: 1 }]',
    );
    await spend();
    await spend();
    ledger.fails.add('reserve');
    await refusal();
    expect(records).toEqual([]);
  });

  test('or the log has failed, and says so', async () => {
    const { spend } = await spending('[{ name: team, limit: 0.00005 }]', () => {
      throw new Error('The disk is full.');
    });
    await expect(spend()).rejects.toMatchObject({ code: 'audit_unavailable' });
  });
});

test('shares of a budget are told once, and that it is exceeded once in its window', async () => {
  const { cost, time, events, spend, refusal } = await spending(
    '[{ name: team, limit: 0.0002, warn_at_percent: [40, 80], period: day, per: tenant }]',
  );
  const told: unknown[] = [];
  cost.onNotice((notice) => told.push('percent' in notice ? notice.percent : notice.kind));
  await (await spend()).settle(used(40, 40));
  await (await spend()).settle(used(40, 50));
  await refusal();
  await refusal();
  expect(told).toEqual([40, 80, 'exceeded']);
  time.now += 24 * 3_600_000;
  await expect(spend({ maxOutputTokens: 1000 })).rejects.toThrow();
  expect(told).toHaveLength(4);
  expect(events.map(({ event, tenantId, detail }) => [event, tenantId, detail.percent])).toEqual([
    ['budget.warning', 'acme', 40],
    ['budget.warning', 'acme', 80],
    ['budget.exceeded', 'acme', undefined],
    ['budget.exceeded', 'acme', undefined],
  ]);
  expect(JSON.stringify(events)).not.toMatch(/micros|spent|limit/i);
});
