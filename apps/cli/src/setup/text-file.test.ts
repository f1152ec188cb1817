import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeFile, encodeFile } from './text-file.ts';

test.each([
  ['\uFEFFa\r\nb\r\n', { text: 'a\nb\n', hasMark: true, lineEnd: '\r\n' }],
  ['a\nb\r\n', { text: 'a\nb\r\n', hasMark: false, lineEnd: '\n' }],
  ['a\rb\r\n', { text: 'a\rb\r\n', hasMark: false, lineEnd: '\n' }],
  ['\r\n\r\n', { text: '\n\n', hasMark: false, lineEnd: '\r\n' }],
  ['', { text: '', hasMark: false, lineEnd: '\n' }],
])('%j', (whole, file) => {
  expect(decodeFile(Buffer.from(whole))).toEqual(file);
});

test('what is no UTF-8 is no text', () => {
  expect(decodeFile(Buffer.from([0x61, 0xff]))).toBeUndefined();
});

test('what was decoded is encoded as the same bytes', () => {
  const piece = fc.constantFrom('a', '\r\n', '\n', '\r', 'é', '\uFEFF', '😀');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const bytes = Buffer.from(pieces.join(''));
      const file = decodeFile(bytes);
      expect(file && encodeFile(file.text, file)).toEqual(bytes);
    }),
  );
});
