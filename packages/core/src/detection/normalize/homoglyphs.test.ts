import { expect, test } from '@jest/globals';
import { lookAlike, lookAlikesOf } from './homoglyphs.ts';

test('every look-alike is one code unit outside ASCII and stands for one character', () => {
  const characters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
  for (const character of characters) {
    for (const glyph of lookAlikesOf(character)) {
      expect(glyph).toMatch(/^[\u0080-\uffff]$/);
      expect([glyph, lookAlike(glyph)]).toEqual([glyph, character]);
    }
  }
});

test('every letter has a look-alike', () => {
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    expect([letter, lookAlikesOf(letter).length > 0]).toEqual([letter, true]);
  }
});
