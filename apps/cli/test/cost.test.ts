import { describe, expect, test } from '@jest/globals';
import { NO_USAGE } from '@safeai/core';
import { costLines } from '../src/output/cost.ts';
import { Installation } from './installation.ts';
import { json, type Given, type Ran } from './run-cli.ts';

const YAML = `
prices:
  models: [{ model: plain, input_per_million: 1, output_per_million: 1 }]
budgets:
  - { name: team, limit: 0.5, period: total, on_unpriced: allow }
  - { name: agents, limit_tokens: 1000, per: agent, period: total, action: warn }
`;

// Each command opens the state files anew.
const PLACES = ['in this process', 'the live server'] as const;

async function start(place: (typeof PLACES)[number]) {
  const installation = await Installation.make(YAML);
  const spender = await installation.serve();
  const { cost } = spender.runtime;
  const spend = async (model: string, tokens: number): Promise<void> => {
    const call = {
      tenantId: 'default',
      userId: 'ada',
      agentId: 'bot',
      keyId: null,
      provider: null,
    };
    const size = { inputBytes: tokens, maxOutputTokens: 0, choices: 1 };
    const admission = await cost.reserve({ ...call, model }, size);
    if (!admission.allowed) throw new Error(admission.refusal.reason);
    await admission.reservation.settle({ ...NO_USAGE, inputTokens: tokens, outputTokens: 0 });
  };
  await spend('plain', 123);
  await spend('house', 7);
  if (place === 'in this process') await spender.close();
  const run = (argv: readonly string[], given: Given = {}): Promise<Ran> =>
    installation.safeai(argv, given);
  return run;
}

test('what the month is likely to come to has a line of its own', () => {
  const amounts = { spent: 15_010_000, projected: 24_310_000, low: 22_900_000, high: 25_720_000 };
  const names = { by_model: {}, by_tenant: {}, by_user: {}, by_agent: {} };
  const days = { days_left: 9, basis_days: 7 };
  const lines = costLines({
    ...{
      total_cost: 18.21,
      ...names,
      by_day: [],
      period: 'last_30d',
      currency: 'USD',
      calls: 5120,
    },
    micros: { total_cost: 18_210_000, ...names, by_day: [], forecast: amounts },
    forecast: {
      period: '2026-11',
      spent: 15.01,
      projected: 24.31,
      low: 22.9,
      high: 25.72,
      ...days,
    },
    ...{ budgets: [], unpriced: [], as_of: '2026-11-22T12:00:00.000Z' },
  });
  expect(lines).toEqual([
    'total           18.210000 USD  5120 calls, last_30d',
    'month  2026-11  24.310000 USD  forecast, 22.900000 to 25.720000 USD; 15.010000 USD so far',
  ]);
});

describe.each(PLACES)('%s', (place) => {
  test('cost summary prints what was spent, and what has no price', async () => {
    const run = await start(place);
    const { stdout, stderr, code } = await run(['cost', 'summary']);
    expect(stdout.split('\n')).toEqual([
      'total            0.000123 USD  2 calls, last_30d',
      'model   plain    0.000123 USD',
      'tenant  default  0.000123 USD',
      'user    ada      0.000123 USD',
      'agent   bot      0.000123 USD',
      'model   house    no price      1 calls, 7 tokens in and 0 out',
      '',
    ]);
    expect([stderr, code]).toEqual([
      'what has no price is not in the sums; give it one in prices.models\n',
      0,
    ]);
    expect(json(await run(['cost', 'summary', '--period', 'today', '--json']))).toMatchObject({
      ...{ schema_version: 1, period: 'today', total_cost: 0.000123 },
      micros: { total_cost: 123 },
    });
    const wrong = await run(['cost', 'summary', '--period', 'ever']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^safeai: period: give today/);
  });

  test('budget prints how budgets stand', async () => {
    const run = await start(place);
    expect(await run(['budget'])).toMatchObject({
      code: 0,
      stdout:
        'team                               0.000123 USD of 0.500000 USD spent              never resets\n' +
        'agents  tenant default, agent bot  130 tokens of 1000 tokens spent     warns only  never resets\n',
    });
    expect(json(await run(['budget', '--json']))).toMatchObject({
      schema_version: 1,
      budgets: [{ name: 'team', spent: 0.000123 }, { name: 'agents' }],
    });
  });
});
