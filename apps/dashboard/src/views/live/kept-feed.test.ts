import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { feedOf, lookAt } from './kept-feed.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const EVENT = {
  ...{ id: '1-0', event: 'scan.allowed', timestamp: '2026-01-01T00:00:00.000Z' },
  ...{ tenant_id: null, agent_id: null, boundary: null, action: null, rule: null },
  ...{ decision_id: null, detail: {} },
};

test('what was heard is kept for who comes back, with a gap', () => {
  const feed = feedOf('ana');
  const leave = lookAt(feed);
  feed.push(EVENT);
  leave();
  jest.runAllTimers();
  lookAt(feedOf('ana'));
  expect(feedOf('ana')).toBe(feed);
  expect(feed.row(0)).toMatchObject({ kind: 'gap', reason: 'away' });
  expect(feed.row(1)).toMatchObject({ event: EVENT });
});

test('a page that is drawn anew was not left', () => {
  const feed = feedOf('bo');
  const leave = lookAt(feed);
  feed.push(EVENT);
  leave();
  lookAt(feed);
  jest.runAllTimers();
  expect(feed.standing().count).toBe(1);
});

test('nobody else is shown it', () => {
  feedOf('ana').push(EVENT);
  expect(feedOf('bo').isEmpty).toBe(true);
  expect(feedOf('ana').isEmpty).toBe(true);
});
