import { expect, test } from '@jest/globals';
import { conditionsOf, endWords, thresholdWords } from './rule-conditions.ts';

test('a rule has the conditions that it names', () => {
  expect(
    conditionsOf({
      ...{ name: 'secrets', severity: 'critical' },
      ...{ events: ['*.blocked'], agents: [], data_tags: ['secret'] },
    }),
  ).toEqual([
    ['event', ['*.blocked']],
    ['tag', ['secret']],
  ]);
});

test('the first event raises it, or so many in a time, and quiet or an event ends it', () => {
  const rule = { name: 'many', severity: 'error' } as const;
  expect([thresholdWords(rule), endWords(rule)]).toEqual(['the first event', '15 min without one']);
  const many = { ...rule, threshold: 5, window_ms: 600_000, resolve_events: ['policy.reloaded'] };
  expect([thresholdWords(many), endWords(many)]).toEqual(['5 in 10 min', 'policy.reloaded']);
});
