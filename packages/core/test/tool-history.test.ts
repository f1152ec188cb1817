import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../src/json.ts';
import type { SafeAIRules } from '../src/options.ts';
import { house, SECRET } from './house.ts';

const MAIL = 'ann@example.com';

const RULES: SafeAIRules = {
  contracts: [{ toolName: 'crm', accepts: {}, emits: { fields: ['name', 'mail', 'amount'] } }],
  policies: [
    {
      name: 'large',
      boundary: 'action',
      direction: 'response',
      when: { 'parameters.amount': { gt: 1000 } },
      action: 'block',
      reason: 'Too much',
    },
  ],
};

const response = fc.oneof(
  fc.constantFrom<JsonValue>('fine', MAIL, null, 7, [MAIL]),
  fc.record(
    {
      name: fc.constantFrom('Ann', SECRET),
      mail: fc.constantFrom(MAIL, ''),
      amount: fc.constantFrom(1, 5000),
      debug: fc.constant('x'),
    },
    { requiredKeys: ['name'] },
  ),
);

describe('earlier answers of a tool', () => {
  test('go on as each of them does alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(response, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('crm', 'other'),
        async (responses, toolName) => {
          const { safeai, records } = house(RULES);
          const alone = [];
          for (const one of responses) {
            alone.push(await safeai.interceptTool({ phase: 'response', toolName, response: one }));
          }
          const before = records.length;
          const together = await safeai.interceptToolHistory({ toolName, responses });
          expect(records).toHaveLength(before + 1);
          const isOut = alone.every(({ decision }) => decision.action !== 'block');
          expect(together.filteredResponses).toEqual(
            isOut ? alone.map(({ filteredResponse }) => filteredResponse) : null,
          );
          expect(together.redactions).toBe(
            isOut ? alone.reduce((sum, { redactions }) => sum + redactions, 0) : 0,
          );
          const same = alone.find(({ decision }) => decision.action === together.decision.action);
          expect(same?.decision.policyName).toBe(together.decision.policyName);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('are one record, which says how many they were and holds none of them', async () => {
    const { safeai, records } = house();
    const answer = await safeai.interceptToolHistory({
      toolName: 'crm',
      responses: [{ mail: MAIL }, 'ok', [SECRET]],
    });
    expect(answer.decision.action).toBe('redact');
    expect(answer.detections.map(({ path }) => path)).toEqual(['$[0].mail', '$[2][0]']);
    expect(records).toMatchObject([
      { event: 'intercept.redacted', toolName: 'crm', detail: { phase: 'response', responses: 3 } },
    ]);
    expect(JSON.stringify(records)).not.toContain(SECRET);
  });

  test('that are no list, or an empty one, are refused', async () => {
    const { safeai } = house();
    for (const responses of [[], 'x', [undefined]]) {
      await expect(
        safeai.interceptToolHistory({ toolName: 'crm', responses: responses as never }),
      ).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });
});
