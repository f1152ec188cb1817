import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut, MAX_NAME_LENGTH, plainName } from './plain-name.ts';

test('a name is one printable line of bounded length, whatever it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const name = plainName(text);
      expect(name.length).toBeGreaterThan(0);
      expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
      expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(plainName(name)).toBe(name);
    }),
  );
});

test('a name that is one stays as it is', () => {
  for (const name of ['billing', 'mail.send', 'Größe 5', '日本', '👍']) {
    expect(plainName(name)).toBe(name);
  }
  expect(plainName('a\r\nb')).toBe('a b');
  expect(plainName('\u202e \u200b')).toBe('-');
});

test('a text is cut between characters', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdefg', 6)).toBe('abcde…');
  expect(cut('😀😀😀', 5)).toBe('😀😀…');
  expect(cut('😀😀😀', 4)).toBe('😀…');
});
