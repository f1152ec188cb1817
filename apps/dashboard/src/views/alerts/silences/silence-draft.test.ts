import { expect, test } from '@jest/globals';
import { DURATIONS, silenceOf, type SilenceDraft } from './silence-draft.ts';

const NOW = new Date(2026, 10, 22, 12, 0, 0).getTime();
const DRAFT: SilenceDraft = {
  ...{ rule: '', event: '', agent: ' load-* ', tenant: '' },
  ...{ duration: '2h', until: '', reason: ' load test ' },
};

test('what is blank is not sent, and what surrounds words is not either', () => {
  expect(silenceOf(DRAFT, NOW)).toEqual({
    body: { agent_id: 'load-*', duration: '2h', reason: 'load test' },
  });
  const all = { ...DRAFT, rule: 'money', event: 'budget.*', tenant: 'acme' };
  expect(silenceOf(all, NOW)).toMatchObject({
    body: { rule: 'money', event: 'budget.*', tenant_id: 'acme' },
  });
});

test('a day and a time become so many seconds', () => {
  const dated = { ...DRAFT, duration: 'date', until: '2026-11-22T12:30' };
  expect(silenceOf(dated, NOW)).toMatchObject({ body: { duration: '1800s' } });
  expect(silenceOf({ ...dated, until: '2026-11-22T12:30:00' }, NOW + 1)).toMatchObject({
    body: { duration: '1800s' },
  });
});

test.each([
  ['', 'Choose'],
  ['2026-11-22T12:00', 'over already'],
  ['2026-12-22T12:01', '30 days'],
])('until %j is refused', (until, problem) => {
  expect(silenceOf({ ...DRAFT, duration: 'date', until }, NOW)).toHaveProperty(
    'problems.until',
    expect.stringContaining(problem),
  );
});

test('a reason is needed', () => {
  expect(silenceOf({ ...DRAFT, reason: ' ' }, NOW)).toHaveProperty('problems.reason');
});

test('the durations are spans as the server takes them', () => {
  expect(DURATIONS.every(([span]) => /^[1-9]\d*[smhdw]$/.test(span))).toBe(true);
});
