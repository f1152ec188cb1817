import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { packedText } from './packed-text.ts';

const packed = (text: string) => Buffer.from(text).toString('base64');

describe('a text in what is said to be none', () => {
  test.each([
    ['as it stands', 'the key is 42', 'the key is 42'],
    ['in the address itself', 'data:text/plain,the%20key', 'data:text/plain,the%20key'],
    ['in base64', packed('a,b\n1,2 — ä\n'), 'a,b\n1,2 — ä\n'],
    ['in base64 of an address', `data:text/csv;base64,${packed('a,b')}`, 'a,b'],
    ['long', packed('ä€🙂\n'.repeat(1000)), 'ä€🙂\n'.repeat(1000)],
    ['that looks like base64', 'sk-ABCDEF', 'sk-ABCDEF'],
  ])('%s is read', (_, value, text) => {
    expect(packedText(value)?.text).toBe(text);
  });

  test('that is not changed keeps its spelling', () => {
    const read = packedText('A+');
    expect(read?.write(read.text)).toBe('A+');
  });

  test('is written in the form that it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        for (const [value, write] of [
          [before, (text: string) => text],
          [packed(before), packed],
          [
            `data:text/x;base64,${packed(before)}`,
            (text: string) => `data:text/x;base64,${packed(text)}`,
          ],
        ] as const) {
          const read = packedText(value);
          if (read === undefined) continue;
          expect(read.write(read.text)).toBe(value);
          // A text may itself be one in base64.
          expect([value, after, write(after), packed(after)]).toContain(read.write(after));
        }
      }),
    );
  });

  test('is not in what are bytes', () => {
    const bytes = Buffer.from(Array.from({ length: 900 }, (_, at) => (at * 89) % 256));
    for (const value of [
      bytes.toString('base64'),
      `data:image/png;base64,${bytes.toString('base64')}`,
    ])
      expect(packedText(value)).toBeUndefined();
    const late = Buffer.concat([Buffer.from('x'.repeat(2000)), bytes]).toString('base64');
    expect(packedText(late)).toBeUndefined();
  });
});
