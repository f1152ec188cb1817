import { expect, test } from '@jest/globals';
import type { SafeAIRules } from '../src/options.ts';
import { house, SECRET } from './house.ts';

const rules = (mode: 'enforce' | 'shadow'): SafeAIRules => ({
  policyDefaults: false,
  defaultAction: 'allow',
  policies: [{ name: 'trial', boundary: 'input', action: 'block', dataTags: ['secret'], mode }],
});

test('what shadow rules would have decided is on record, as it is in the answer', async () => {
  const { safeai, records } = house(rules('shadow'));
  const { decision } = await safeai.scanInput({ text: `token=${SECRET}` });
  expect(decision).toMatchObject({
    action: 'allow',
    wouldHave: { action: 'block', policyName: 'trial' },
  });
  expect(records.map(({ action, detail }) => [action, detail])).toEqual([
    ['allow', { would_have: { action: 'block', policy_name: 'trial' } }],
  ]);
});

test('it stands beside what else the record says', async () => {
  const { safeai, records } = house({
    policyDefaults: false,
    defaultAction: 'allow',
    policies: [
      {
        name: 'trial',
        boundary: 'action',
        action: 'require_approval',
        dataTags: ['secret'],
        mode: 'shadow',
      },
    ],
  });
  await safeai.interceptTool({ phase: 'request', toolName: 'send', parameters: { to: SECRET } });
  expect(records.map(({ detail }) => detail)).toEqual([
    { phase: 'request', would_have: { action: 'pending_approval', policy_name: 'trial' } },
  ]);
});

test('nothing is said of it where shadow rules change nothing', async () => {
  for (const [mode, text] of [
    ['shadow', 'hello'],
    ['enforce', SECRET],
  ] as const) {
    const { safeai, records } = house(rules(mode));
    await safeai.scanInput({ text });
    expect(records.map(({ detail }) => detail?.would_have)).toEqual([undefined]);
  }
});
