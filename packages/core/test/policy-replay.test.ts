import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { AuditLine } from '../src/audit/audit-line.ts';
import type { AuditRecord } from '../src/boundary/record.ts';
import type { PolicyRule } from '../src/policy/rule.ts';
import { MAX_REPLAYED_EXAMPLES, PolicyReplay } from '../src/replay/policy-replay.ts';
import { house, SECRET } from './house.ts';

const MAIL = 'Write to alice@example.com';

/** As the log has it. */
function asLine({ ts, ...record }: AuditRecord): AuditLine {
  const named = Object.entries(record).map(([name, value]): [string, unknown] => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return { ...Object.fromEntries(named), ts: new Date(ts).toISOString() } as unknown as AuditLine;
}

function replayOf(records: readonly AuditRecord[], now: PolicyRule[], draft: PolicyRule[]) {
  const sets = [now, draft].map((policies) => house({ policies }).safeai.policy);
  const [engine, other] = sets;
  if (engine === undefined || other === undefined) throw new Error('There are two.');
  const replay = new PolicyReplay(engine, other);
  for (const record of records) replay.add(asLine(record));
  return replay.result();
}

const STRICT: PolicyRule = {
  name: 'no-mail',
  boundary: 'input',
  dataTags: ['pii'],
  action: 'block',
};

describe('a draft over recorded decisions', () => {
  test('tells what would change, and how often each rule decides', async () => {
    const { safeai, records } = house();
    await safeai.scanInput({ text: MAIL, agentId: 'bot' });
    await safeai.scanInput({ text: 'hello' });
    await safeai.scanInput({ text: SECRET });
    const result = replayOf(records, [], [STRICT]);
    expect(result).toMatchObject({ records: 3, replayed: 3, changed: 1, notReplayable: 0 });
    expect(result.changes).toEqual([
      {
        from: { action: 'allow', policyName: 'default-allow' },
        to: { action: 'block', policyName: 'no-mail' },
        count: 1,
      },
    ]);
    expect(result.examples[0]?.record).toMatchObject({ agent_id: 'bot' });
    expect(result.rules).toContainEqual({ name: 'no-mail', tenantId: null, now: 0, draft: 1 });
    expect(result.rules).toContainEqual({
      name: 'default-allow',
      tenantId: null,
      now: 2,
      draft: 1,
    });
  });

  test('what no rule decided is passed over, and says so', async () => {
    const rules = { identities: [{ agentId: 'known', tools: ['*'] }] };
    const { safeai, records } = house(rules);
    await safeai.scanInput({ text: MAIL, agentId: 'stranger' });
    expect(replayOf(records, [], [STRICT])).toMatchObject({
      records: 1,
      otherGates: 1,
      replayed: 0,
    });
  });

  test('a decision that hung on the content says nothing about the draft', async () => {
    const now: PolicyRule[] = [
      {
        name: 'big-payments',
        boundary: 'action',
        tools: ['pay'],
        action: 'block',
        when: { 'parameters.amount': { gt: 100 } },
      },
    ];
    const { safeai, records } = house({ policies: now });
    const call = { phase: 'request', toolName: 'pay' } as const;
    await safeai.interceptTool({ ...call, parameters: { amount: 1000 } });
    await safeai.interceptTool({ ...call, parameters: { amount: 1 } });
    const result = replayOf(records, now, []);
    expect(result).toMatchObject({ records: 2, notReplayable: 1, replayed: 1, changed: 0 });
    expect(result.unsure).toEqual(['big-payments']);
  });

  test('an approval counts as what policy asked for, whatever became of it', async () => {
    const { safeai, records } = house();
    const call = {
      phase: 'request',
      toolName: 'database_query',
      parameters: { query: 'DROP TABLE t' },
    } as const;
    const { approvalRequestId = '' } = await safeai.interceptTool(call);
    await safeai.approvals.approve(
      { tenant: 'default', tenants: ['*'], user: 'boss', roles: ['admin'], source: 'key' },
      ['default'],
      approvalRequestId,
    );
    await safeai.interceptTool({ ...call, approvalRequestId });
    const allow: PolicyRule = {
      name: 'drop',
      boundary: 'action',
      dataTags: ['destructive.sql'],
      action: 'allow',
    };
    const result = replayOf(records, [], [allow]);
    expect(result).toMatchObject({ records: 2, replayed: 2, changed: 2 });
    expect(result.changes[0]?.from.action).toBe('pending_approval');
  });

  test('names the first changes alone', async () => {
    const { safeai, records } = house();
    await safeai.scanInput({ text: MAIL });
    const [record] = records;
    if (record === undefined) throw new Error('Nothing is on record.');
    const many = Array.from({ length: MAX_REPLAYED_EXAMPLES + 5 }, () => record);
    const result = replayOf(many, [], [STRICT]);
    expect(result.changed).toBe(many.length);
    expect(result.examples).toHaveLength(MAX_REPLAYED_EXAMPLES);
  });
});

const rule = fc.record({
  boundary: fc.constantFrom('input' as const, 'output' as const),
  dataTags: fc.option(fc.constantFrom(['pii'], ['secret'], ['personal.pii.email']), {
    nil: undefined,
  }),
  action: fc.constantFrom('allow' as const, 'flag' as const, 'redact' as const, 'block' as const),
  tenantId: fc.constantFrom(undefined, 'acme'),
  agents: fc.constantFrom(undefined, ['b*']),
});
const ruleSet = fc
  .array(rule, { maxLength: 4 })
  .map((rules) =>
    rules.map((each, index): PolicyRule => {
      const given = Object.entries(each).filter(([, value]) => value !== undefined);
      return { name: `r${String(index)}`, ...Object.fromEntries(given) } as PolicyRule;
    }),
  )
  .filter((rules) =>
    rules.every(({ action, dataTags }) => action !== 'redact' || dataTags !== undefined),
  );
const call = fc.record({
  text: fc.constantFrom('hello', MAIL, SECRET, `${MAIL} ${SECRET}`),
  tenantId: fc.constantFrom('default', 'acme'),
  agentId: fc.constantFrom('a', 'bot'),
  isOutput: fc.boolean(),
});

test('law: what the draft is said to decide is what it decides', async () => {
  await fc.assert(
    fc.asyncProperty(
      ruleSet,
      ruleSet,
      fc.array(call, { minLength: 1, maxLength: 5 }),
      async (now, draft, calls) => {
        const decided = house({ policies: now });
        const would = house({ policies: draft });
        let changed = 0;
        for (const { isOutput, ...request } of calls) {
          const ask = ({ safeai }: typeof decided) =>
            isOutput ? safeai.guardOutput(request) : safeai.scanInput(request);
          const [was, is] = [await ask(decided), await ask(would)];
          const isSame =
            was.decision.action === is.decision.action &&
            was.decision.policyName === is.decision.policyName;
          if (!isSame) changed++;
        }
        const result = replayOf(decided.records, now, draft);
        expect(result).toMatchObject({ records: calls.length, replayed: calls.length, changed });
      },
    ),
    { numRuns: 60 },
  );
});
