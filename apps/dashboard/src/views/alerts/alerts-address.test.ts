import { expect, test } from '@jest/globals';
import { placeOf, TAB_PATHS } from './alerts-address.ts';

test.each(Object.entries(TAB_PATHS))('%s is at %s', (tab, path) => {
  expect(placeOf(path)).toEqual({ tab, alert: null });
});

test('an alert is over its list', () => {
  expect(placeOf('/open/safeai-1')).toEqual({ tab: 'open', alert: 'safeai-1' });
  expect(placeOf('/over/safeai-1')).toEqual({ tab: 'over', alert: 'safeai-1' });
});

test.each(['/none', '/rules/x', '/open/a/b', '/x/y'])('nothing is at %s', (path) => {
  expect(placeOf(path)).toBeNull();
});
