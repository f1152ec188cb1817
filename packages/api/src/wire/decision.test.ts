import { expect, test } from '@jest/globals';
import { RULE_ACTIONS } from '@safeai/core';
import { PolicyRuleSchema } from '../schema/policy.ts';
import { ActionSchema } from '../schema/decision.ts';
import { fromRuleAction } from './decision.ts';

test('every action of a rule has one on the wire: a pseudonym is a redaction to callers', () => {
  const onWire = RULE_ACTIONS.map(fromRuleAction);
  expect(onWire).toEqual(['allow', 'flag', 'redact', 'redact', 'pending_approval', 'block']);
  expect(new Set(onWire)).toEqual(new Set<unknown>(ActionSchema.enum as unknown[]));
});

test('a rule is shown with the action that it was written with', () => {
  expect(PolicyRuleSchema.properties.action.enum).toEqual(RULE_ACTIONS);
});
