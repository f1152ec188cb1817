import { expect, test } from '@jest/globals';
import { hint, suggest } from './suggest.ts';

const KEYS = ['dataTags', 'direction', 'priority', 'users'];

test.each([
  ['data_tags', 'dataTags'],
  ['DATA-TAGS', 'dataTags'],
  ['datatag', 'dataTags'],
  ['priorty', 'priority'],
  ['user', 'users'],
  ['dirction', 'direction'],
  ['x', undefined],
  ['', undefined],
  ['somethingElse', undefined],
  ['d'.repeat(100), undefined],
])('%s: %s', (word, meant) => {
  expect(suggest(word, KEYS)).toBe(meant);
  expect(hint(word, KEYS)).toBe(meant === undefined ? '' : ` Did you mean ${meant}?`);
});
