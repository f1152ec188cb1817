import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shownText } from './shown-text.ts';

describe('shownText', () => {
  test.each([
    ['plain', 'plain'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['\u202Egnp.exe', '⟨U+202E⟩gnp.exe'],
    ['a\u200Bb', 'a⟨U+200B⟩b'],
    ['\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['\u{e0041}tag', '⟨U+E0041⟩tag'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['émoji 👩‍🚒', 'émoji 👩⟨U+200D⟩🚒'],
  ])('%j is shown as %j', (text, shown) => {
    expect(shownText(text)).toEqual({ text: shown, isCut: false });
  });

  test('cuts what is too long, and never within a character', () => {
    expect(shownText('a'.repeat(10_000), 20)).toEqual({ text: 'a'.repeat(20), isCut: true });
    expect(shownText('👩👩', 3)).toEqual({ text: '👩', isCut: true });
  });

  test('nothing that is shown turns or hides what stands around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(shownText(text).text).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}/u);
      }),
    );
  });
});
