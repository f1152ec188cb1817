import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hidesText, shown, withoutTags } from './hidden-text.ts';

const tagged = (text: string) =>
  Array.from(text, (one) => String.fromCodePoint(0xe0000 + (one.codePointAt(0) ?? 0))).join('');

const SCOTLAND = `\u{1f3f4}${tagged('gbsct')}\u{e007f}`;

test.each([
  ['tags', `a${tagged('run this')}b`],
  ['a zero-width space', 'a\u200bb'],
  ['a byte order mark', 'a\ufeffb'],
  ['an override', 'a\u202eb'],
  ['an isolate', 'a\u2066b'],
  ['an escape sequence', 'a\u001b[8mb'],
  ['a joiner that joins nothing', ' \u200d '],
  ['a variation selector of the supplement', 'a\u{e0101}'],
  ['a soft hyphen', 'a\u00adb'],
])('%s hide text', (_, text) => {
  expect(hidesText(text)).toBe(true);
});

test.each([
  ['a family', '👨‍👩‍👧'],
  ['a heart', '❤️'],
  ['a flag', SCOTLAND],
  ['Persian with a joiner', 'می‌خواهم'],
  ['Hebrew with a mark', 'שלום\u200f!'],
  ['lines and tabs', 'a\tb\r\nc'],
])('%s hides nothing', (_, text) => {
  expect(hidesText(text)).toBe(false);
});

test('without tags, a text hides none, and is otherwise the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (before, hidden) => {
      const clean = before.replace(/[\u{e0000}-\u{e007f}]/gu, '');
      fc.pre(!clean.endsWith('\u{1f3f4}'));
      expect(withoutTags(clean + tagged(hidden.replace(/[^ -~]/g, '')))).toBe(clean);
    }),
  );
  expect(withoutTags(`a ${SCOTLAND}`)).toBe(`a ${SCOTLAND}`);
});

test('what is shown has one line, and nothing in it is hidden', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = shown(text, 10_000);
      expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(hidesText(line)).toBe(false);
    }),
  );
  expect(shown('a'.repeat(20), 10)).toBe(`${'a'.repeat(10)}… (10 more characters)`);
});
