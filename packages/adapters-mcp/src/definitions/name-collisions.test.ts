import { expect, test } from '@jest/globals';
import { collisionsAmong, isToolName, skeletonOf } from './name-collisions.ts';

test.each([
  ['read_file', 'Read_File'],
  ['read_file', 'read-file'],
  ['list', '1ist'],
  ['list', 'Iist'],
  ['go', 'g0'],
  ['modern', 'modem'],
])('%s and %s can be taken for one another', (a, b) => {
  expect(skeletonOf(a)).toBe(skeletonOf(b));
});

test.each([
  ['read_file', 'read_files'],
  ['list', 'last'],
  ['add', 'and'],
])('%s and %s cannot', (a, b) => {
  expect(skeletonOf(a)).not.toBe(skeletonOf(b));
});

test('all of a group are told', () => {
  const found = collisionsAmong(['go', 'g0', 'Go', 'stay']);
  expect([...found]).toEqual([
    ['go', 'g0'],
    ['g0', 'go'],
    ['Go', 'go'],
  ]);
});

test.each(['', 'rеad', 'a b', 'a'.repeat(129), 'a\u200b'])('%j is no name for a tool', (name) => {
  expect(isToolName(name)).toBe(false);
});
