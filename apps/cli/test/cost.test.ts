import { describe, expect, test } from '@jest/globals';
import { NO_USAGE } from '@safeai/core';
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
