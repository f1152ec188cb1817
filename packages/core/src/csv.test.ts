import { expect, test } from '@jest/globals';
import { csvRow } from './csv.ts';

test('a row has numbers as they are, nothing for null, and quotes where they are needed', () => {
  expect(csvRow(['a', -1.5, null, 'b,c', 'say "x"', 'two\nlines'])).toBe(
    'a,-1.5,,"b,c","say ""x""","two\nlines"\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1'])('%j is no formula', (text) => {
  expect(csvRow([text])).toMatch(/^"?'/);
});
