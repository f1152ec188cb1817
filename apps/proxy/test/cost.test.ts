import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { MemoryBudgetLedger, NO_USAGE, type Principal } from '@safeai/core';
import { createRuntime, type Runtime } from '@safeai/runtime';
import { openSpend } from '../src/gateway/spend/call-spend.ts';
import { answerProblems } from './support/answer-problems.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const CONFIG = `
prices:
  models: [{ model: plain, input_per_million: 1, output_per_million: 1 }]
budgets:
  - { name: all, limit: 1, on_unpriced: allow }
  - { name: tenants, limit: 0.5, per: tenant, time_zone: Europe/Berlin, on_unpriced: allow }
  - { name: agents, limit_tokens: 1000, per: agent, period: day }
  - { name: keys, limit_tokens: 2000, per: key, period: total }
dashboard:
  users:
    - { user_id: admin, role: admin, tenants: ['*'] }
    - { user_id: bill, role: billing, tenants: [acme] }
    - { user_id: vic, role: viewer, tenants: [acme] }
`;
const SUMMARY = '/v1/dashboard/cost/summary';

const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

let runtime: Runtime;
let server: TestServer;

beforeEach(async () => {
  runtime = await realRuntime(CONFIG);
  server = await startServer(runtime);
});

interface Call {
  readonly tenant?: string;
  readonly user?: string;
  readonly agent?: string;
  readonly key?: string;
  readonly model?: string;
  readonly tokens: number;
}

async function spend(call: Call): Promise<void> {
  const { tenant = 'acme', user = 'ada', agent = null, key, model = 'plain', tokens } = call;
  const principal: Principal = {
    ...{ tenant, tenants: [tenant], user, roles: ['agent'], source: 'key' },
    ...(key === undefined ? {} : { keyId: key }),
  };
  const opened = await openSpend(runtime.cost, {
    ...{ principal, tenantId: tenant, agentId: agent, model, provider: undefined },
    ...{ inputBytes: tokens, maxOutputTokens: 0, choices: 1 },
  });
  await opened.settle({ ...NO_USAGE, inputTokens: tokens, outputTokens: 0 });
}

type Budget = Record<string, unknown> & { readonly micros: Record<string, number | null> };

describe('GET /v1/dashboard/cost/summary', () => {
  test('says what was spent, as amounts and as integers', async () => {
    await spend({ tokens: 123, agent: 'bot' });
    await spend({ tokens: 7, tenant: 'other', user: 'eve' });
    const answer = await server.send(SUMMARY, as('admin'));
    expect(answer.status).toBe(200);
    expect(answerProblems('cost_summary', answer.json())).toEqual([]);
    expect(answer.json()).toMatchObject({
      ...{ total_cost: 0.00013, period: 'last_30d', currency: 'USD', calls: 2, unpriced: [] },
      by_model: { plain: 0.00013 },
      by_tenant: { acme: 0.000123, other: 0.000007 },
      by_user: { ada: 0.000123, eve: 0.000007 },
      by_agent: { bot: 0.000123 },
      micros: {
        total_cost: 130,
        by_model: { plain: 130 },
        by_tenant: { acme: 123, other: 7 },
      },
    });
  });

  test('says what each day has cost, and no forecast from a single day', async () => {
    await spend({ tokens: 123 });
    const answer = (await server.send(`${SUMMARY}?period=last_2d`, as('admin'))).json();
    const day = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/);
    expect(answer).toMatchObject({
      by_day: [
        { day, total_cost: 0, calls: 0, by_model: {} },
        { day, total_cost: 0.000123, calls: 1, by_model: { plain: 0.000123 } },
      ],
      forecast: null,
      micros: {
        by_day: [
          { day, total_cost: 0, by_model: {} },
          { day, total_cost: 123, by_model: { plain: 123 } },
        ],
        forecast: null,
      },
    });
  });

  test('says what the month is likely to come to', async () => {
    const now = Date.now();
    const start = new Date(now).setUTCHours(0, 0, 0, 0);
    const ledger = new MemoryBudgetLedger({ now: () => now });
    for (const at of [start - 1, start - 86_400_001]) {
      await ledger.record({
        ...{ tenantId: 'acme', userId: 'ada', agentId: null, model: 'plain', currency: 'USD' },
        ...{ at, micros: 1000, inputTokens: 1, outputTokens: 0, isPriced: true },
      });
    }
    const load = () => Promise.resolve(parseConfig(CONFIG));
    const other = await startServer(await createRuntime({ load, ports: { budgets: ledger } }));
    const answer = (await other.send(SUMMARY, as('bill'))).json();
    expect(answerProblems('cost_summary', answer)).toEqual([]);
    const { forecast, micros } = answer as unknown as {
      readonly forecast: Record<string, number>;
      readonly micros: { readonly forecast: Record<string, number> };
    };
    expect(forecast).toMatchObject({
      ...{ period: new Date(start).toISOString().slice(0, 7), basis_days: 2 },
    });
    const { spent, projected, low, high } = micros.forecast;
    // Two days that are alike: nothing speaks for more or less.
    expect([low, high]).toEqual([projected, projected]);
    expect(projected).toBeGreaterThanOrEqual(spent ?? NaN);
    expect(forecast.projected).toBe((projected ?? NaN) / 1_000_000);
  });

  test('says which models have no price, and never that they cost nothing', async () => {
    await spend({ tokens: 5, model: 'nobody-knows-it' });
    const answer = (await server.send(SUMMARY, as('admin'))).json();
    expect(answer).toMatchObject({
      ...{ total_cost: 0, by_model: {}, by_tenant: {}, calls: 1 },
      unpriced: [{ model: 'nobody-knows-it', calls: 1, input_tokens: 5, output_tokens: 0 }],
    });
  });

  test('shows each tenant its own', async () => {
    await spend({ tokens: 10 });
    await spend({ tokens: 20, tenant: 'other' });
    const own = await server.send(SUMMARY, as('bill'));
    expect(own.json()).toMatchObject({ total_cost: 0.00001, by_tenant: { acme: 0.00001 } });
    expect(own.text).not.toContain('other');
    const budgets = own.json().budgets as Budget[];
    expect(budgets.map(({ name, tenant_id: tenant }) => [name, tenant]).sort()).toEqual([
      ['agents', 'acme'],
      ['tenants', 'acme'],
    ]);
    const narrowed = { 'x-safeai-user': 'admin', 'x-safeai-tenant': 'other' };
    const other = await server.send(SUMMARY, { headers: narrowed });
    expect(other.json()).toMatchObject({ by_tenant: { other: 0.00002 } });
  });

  test.each([
    ['today', 200],
    ['last_7d', 200],
    ['last_0d', 422],
    ['yesterday', 422],
  ])('?period=%s is answered with %i', async (period, status) => {
    const answer = await server.send(`${SUMMARY}?period=${period}`, as('admin'));
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject(
      status === 200 ? { period } : { code: 'invalid_request', detail: /^period: / },
    );
  });

  test('is for users with a role for it, on this machine too', async () => {
    const nobody = await server.send(SUMMARY);
    expect(nobody.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(nobody.headers['www-authenticate']).toBeDefined();
    expect((await server.send(SUMMARY, as('vic'))).json()).toMatchObject({ status: 403 });
    expect((await server.send(SUMMARY, as('bill'))).status).toBe(200);
  });

  test('is nowhere where the dashboard is off', async () => {
    const off = await startServer(await realRuntime('dashboard: { enabled: false }'));
    expect((await off.send(SUMMARY)).json()).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('GET /v1/budgets', () => {
  test('says how each account stands', async () => {
    await spend({ tokens: 100, agent: 'bot', key: 'key-000000000000' });
    const answer = await server.send('/v1/budgets', as('admin'));
    expect(answerProblems('budgets', answer.json())).toEqual([]);
    const budgets = answer.json() as unknown as Budget[];
    expect(budgets.map(({ name }) => name).sort()).toEqual(['agents', 'all', 'keys', 'tenants']);
    expect(budgets.find(({ name }) => name === 'tenants')).toMatchObject({
      ...{ tenant_id: 'acme', user: null, agent_id: null, key_id: null, model: null },
      ...{ period: 'month', time_zone: 'Europe/Berlin', action: 'block', shared: false },
      ...{ currency: 'USD', limit: 0.5, spent: 0.0001, reserved: 0, remaining: 0.4999 },
      micros: { limit: 500_000, spent: 100, reserved: 0, remaining: 499_900 },
      ...{ limit_tokens: null, spent_tokens: 100, reserved_tokens: 0, remaining_tokens: null },
      warn_at_percent: [80],
      resets_at: expect.stringMatching(/T2[23]:00:00\.000Z$/),
    });
    expect(budgets.find(({ name }) => name === 'keys')).toMatchObject({
      ...{ key_id: 'key-000000000000', limit: null, remaining_tokens: 1900, resets_at: null },
    });
  });

  test('shows a budget without a charge', async () => {
    const answer = await server.send('/v1/budgets', as('admin'));
    expect(answer.json()).toMatchObject([{ name: 'all', spent: 0, remaining: 1 }]);
  });

  test('shows an agent its own', async () => {
    const { key, text } = await runtime.boundary.apiKeys.create({
      ...{ tenants: ['acme'], roles: ['agent'], agents: ['bot'] },
    });
    await spend({ tokens: 1, agent: 'bot', key: key.id });
    await spend({ tokens: 2, agent: 'other', key: 'key-000000000000' });
    const answer = await server.send('/v1/budgets', { headers: { 'x-safeai-key': text } });
    const budgets = answer.json() as unknown as Budget[];
    expect(budgets.map(({ name, spent_tokens: spent }) => [name, spent])).toEqual([['agents', 1]]);
  });
});

describe('GET /v1/budgets/check', () => {
  const CHECK = '/v1/budgets/check';
  const namesOf = (answer: { budgets?: unknown }) =>
    (answer.budgets as Budget[]).map(({ name, shared, spent_tokens: spent }) => [
      ...[name, shared, spent],
    ]);

  test('says how the budgets of a call stand, and no figures of others', async () => {
    const { key, text } = await runtime.boundary.apiKeys.create({
      ...{ tenants: ['acme'], roles: ['agent'], agents: ['bot'], user: 'ci' },
    });
    await spend({ tokens: 1, agent: 'bot', key: key.id });
    await spend({ tokens: 776, tenant: 'other' });
    const headers = { 'x-safeai-key': text };
    const answer = await server.send(`${CHECK}?model=plain`, { headers });
    expect(answerProblems('budgets_check', answer.json())).toEqual([]);
    expect(answer.json()).toMatchObject({
      ...{ allowed: true, reason: null, tenant_id: 'acme', user: 'ci', agent_id: 'bot' },
      ...{ key_id: key.id, model: 'plain' },
    });
    expect(namesOf(answer.json())).toEqual([
      ['all', true, null],
      ['tenants', true, null],
      ['agents', false, 1],
      ['keys', false, 1],
    ]);
    expect(answer.text).not.toMatch(/77[67]/);
    for (const asked of ['user=eve', 'key_id=key-000000000000', 'agent_id=x', 'tenant_id=other']) {
      const refused = await server.send(`${CHECK}?${asked}`, { headers });
      expect(refused.json()).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });

  test('answers billing about anybody in their tenants', async () => {
    await spend({ tokens: 1000, agent: 'bot', user: 'eve' });
    const asked = `${CHECK}?user=eve&agent_id=bot&model=plain`;
    const answer = (await server.send(asked, as('bill'))).json();
    expect(answer).toMatchObject({ allowed: false, reason: 'exceeded', user: 'eve', key_id: null });
    expect(namesOf(answer)).toEqual([
      ...[['all', true, null]],
      ...[['tenants', false, 1000]],
      ...[['agents', false, 1000]],
      ...[['keys', true, null]],
    ]);
    const foreign = await server.send(`${CHECK}?tenant_id=other`, as('bill'));
    expect(foreign.json()).toMatchObject({ status: 403 });
  });
});
