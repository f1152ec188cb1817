import { expect, test } from '@jest/globals';
import { accountWords, meterTone, moneyUse, tokenUse, usedPart, type Budget } from './budget.ts';

const NONE: Budget = {
  ...{ name: 'team', tenant_id: 'acme', user: null, agent_id: null, key_id: null, model: null },
  ...{ period: 'month', time_zone: 'UTC', action: 'block', shared: false, currency: 'USD' },
  ...{ limit: null, spent: 3, reserved: 1, remaining: null },
  ...{ limit_tokens: null, spent_tokens: 30, reserved_tokens: 0, remaining_tokens: null },
  micros: { limit: null, spent: 3_000_000, reserved: 1_000_000, remaining: null },
  resets_at: null,
};

test('what is set aside counts as used, and the fuller limit counts', () => {
  const both = { ...NONE, limit: 10, remaining: 6, limit_tokens: 40, remaining_tokens: 10 };
  expect(usedPart(both)).toBe(0.75);
  expect(usedPart({ ...both, limit_tokens: 400 })).toBe(0.4);
});

test('a budget of nothing is used up', () => {
  expect(usedPart({ ...NONE, limit: 0, spent: 0, reserved: 0, remaining: 0 })).toBe(1);
});

test('what others share is not shown, and what is not limited has no use', () => {
  expect(usedPart({ ...NONE, limit: 10, spent: null, reserved: null })).toBeNull();
  expect([moneyUse(NONE), tokenUse(NONE), usedPart(NONE)]).toEqual([null, null, null]);
});

test('a meter warns from the lowest share at which the budget does', () => {
  expect([0.49, 0.5, 1].map((part) => meterTone(part, [50, 80]))).toEqual([
    ...[undefined, 'warning', 'bad'],
  ]);
  expect([meterTone(0.9, []), meterTone(0.9)]).toEqual([undefined, undefined]);
});

test('an account has the names that it is for', () => {
  expect(accountWords({ ...NONE, agent_id: 'buyer' })).toBe('acme, buyer, month');
});
