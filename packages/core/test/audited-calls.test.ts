import { expect, test } from '@jest/globals';
import type { SafeAIRules } from '../src/options.ts';
import { APPROVER, house, SECRET } from './house.ts';

const rule = (action: 'block' | 'redact' | 'require_approval'): SafeAIRules => ({
  policyDefaults: false,
  policies: [{ name: 'strict', boundary: 'action', action, dataTags: ['secret'] }],
});
const call = {
  phase: 'request',
  toolName: 'send',
  agentId: 'bot',
  parameters: { to: SECRET },
} as const;

test.each([
  ['block', 'block'],
  ['redact', 'redact'],
  ['require_approval', 'pending_approval'],
] as const)('a call that is made all the same is a flag on record: %s', async (action, would) => {
  const { safeai, records } = house(rule(action));
  const result = await safeai.interceptTool({ ...call, isAudited: true });
  expect(result.decision).toMatchObject({ action: 'flag', policyName: 'strict' });
  expect(result.filteredParameters).toEqual(call.parameters);
  expect(result.redactions).toBe(0);
  expect(result.approvalRequestId).toBeUndefined();
  expect(records.map(({ action, detail }) => [action, detail?.would])).toEqual([['flag', would]]);
  expect(JSON.stringify(records)).not.toContain(SECRET);
  expect((await safeai.approvals.list({ tenants: ['*'], limit: 10 })).requests).toEqual([]);
});

test('an approval that was given stays unused', async () => {
  const { safeai } = house(rule('require_approval'));
  const { approvalRequestId = '' } = await safeai.interceptTool(call);
  await safeai.approvals.approve(APPROVER, ['*'], approvalRequestId);
  await safeai.interceptTool({ ...call, isAudited: true, approvalRequestId });
  expect(await safeai.approvals.get(['*'], approvalRequestId)).toMatchObject({
    status: 'approved',
  });
});

test('what policy lets through is recorded as it is', async () => {
  const { safeai, records } = house({ policyDefaults: false, defaultAction: 'allow' });
  await safeai.interceptTool({ ...call, isAudited: true });
  expect(records.map(({ action }) => action)).toEqual(['allow']);
});

test('an emergency stop blocks all the same', async () => {
  const { safeai } = house({ lockdown: [{ reason: 'enough' }] });
  const { decision, filteredParameters } = await safeai.interceptTool({ ...call, isAudited: true });
  expect([decision.action, filteredParameters]).toEqual(['block', null]);
});
