import { expect, test } from '@jest/globals';
import { didYouMean } from './suggestion.ts';

const known = ['host', 'port', 'max_size_mb', 'action', 'allowed_hosts'];

test.each([
  ['prot', 'port'],
  ['hots', 'host'],
  ['acton', 'action'],
  ['maxSizeMb', 'max_size_mb'],
  ['max-size-mb', 'max_size_mb'],
  ['allow_hosts', 'allowed_hosts'],
  ['max_size', 'max_size_mb'],
  ['maxSize', 'max_size_mb'],
  ['allowed', 'allowed_hosts'],
  ['port_number', 'port'],
])('%s is taken for %s', (word, meant) => {
  expect(didYouMean(word, known)).toBe(`; did you mean "${meant}"?`);
});

test.each(['weather', 'x', 'al', 'ho', '', 'a'.repeat(10_000)])(
  'nothing is guessed for %.20s',
  (word) => {
    expect(didYouMean(word, known)).toBe('');
  },
);

test('nothing is guessed where nothing is known', () => {
  expect(didYouMean('port', [])).toBe('');
});
