import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessageLines } from './message-lines.ts';

test('however the bytes are cut, the lines are the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[\r\n]/g, ''))),
      fc.array(fc.nat(20)),
      (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const got: string[] = [];
        const reader = new MessageLines(10_000, (line) => got.push(line));
        let at = 0;
        for (const cut of cuts) {
          reader.write(bytes.subarray(at, at + cut));
          at += cut;
        }
        reader.write(bytes.subarray(at));
        expect(got).toEqual(lines);
      },
    ),
  );
});

test('a line that is too long is refused before it ends, and nothing of it is kept', () => {
  const got: string[] = [];
  const reader = new MessageLines(4, (line) => got.push(line));
  reader.write(Buffer.from('1234\n12'));
  expect(() => {
    reader.write(Buffer.from('345'));
  }).toThrow(RangeError);
  reader.write(Buffer.from('ab\n'));
  expect(got).toEqual(['1234', 'ab']);
});
