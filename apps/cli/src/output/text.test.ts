import { expect, test } from '@jest/globals';
import { alignColumns } from './columns.ts';
import { filePosition, lineAndColumn } from './position.ts';
import { printable, printableJson } from './printable.ts';

test('columns line up, and empty ones are left out', () => {
  expect(
    alignColumns([
      ['a', '', 'xyz', 'end'],
      ['long', '', 'x', ''],
    ]),
  ).toEqual(['a     xyz  end', 'long  x']);
  expect(alignColumns([])).toEqual([]);
});

test('what could move the cursor or turn the text round is written out', () => {
  expect(printable('a\u001B[2Jb\nc\u009Bd\u202Ee\u007F')).toBe(
    'a\\u001b[2Jb\\nc\\u009bd\\u202ee\\u007f',
  );
  expect(printable('größer 日本 😀')).toBe('größer 日本 😀');
});

test('JSON stays the same document', () => {
  const document = { a: 'x\u009B\u202E\n\u2028\u007F', b: [1] };
  const json = printableJson(JSON.stringify(document, null, 2));
  expect(JSON.parse(json)).toEqual(document);
  expect(json).toMatch(/^[\x20-\x7e\n]+$/);
});

test.each([
  ['abc', 0, 1, 1],
  ['abc', 2, 1, 3],
  ['a\nbc', 2, 2, 1],
  ['a\r\nbc', 4, 2, 2],
  ['a\rb', 2, 2, 1],
  ['a\n', 1, 1, 2],
  ['a\n\nb', 3, 3, 1],
])('in %j the offset %i is at %i:%i', (text, offset, line, column) => {
  expect(lineAndColumn(text, offset)).toEqual({ line, column });
});

test('a position names as much as is known', () => {
  expect(filePosition({ file: 'safeai.yaml', line: 3, column: 5 })).toBe('safeai.yaml:3:5');
  expect(filePosition({ file: 'safeai.yaml' })).toBe('safeai.yaml');
  expect(filePosition({})).toBe('');
});
