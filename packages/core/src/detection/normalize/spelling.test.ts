import { describe, expect, test } from '@jest/globals';
import { SpellingReading } from './spelling-reading.ts';

/** The text as it is read in one piece. */
function spelled(text: string): string {
  return new SpellingReading()
    .read(text, true)
    .map((part) => part.text)
    .join('');
}

describe('a spelling', () => {
  test.each([
    ['plain text as it is', 'The key is sk-abc, 50% off & more; "a", "b".', undefined],
    ['zero-width characters', 's\u200bk\u200c-\u2060a\ufeffbc', 'sk-abc'],
    ['soft hyphens and bidi controls', 'pass\u00adword\u202e', 'password'],
    ['variation selectors, tags and NUL', 's\ufe0fk\u{e0041}-\0abc', 'sk-abc'],
    ['full-width forms', 'ｓｋ－ａｂｃ１２３', 'sk-abc123'],
    ['mathematical letters and digits', '𝐬𝐤-𝟏𝟐𝟑', 'sk-123'],
    ['circled and superscript forms', 'ⓢⓚ①²', 'sk12'],
    ['digits of other scripts', '٤١١١ ४१११ 𞥐', '4111 4111 0'],
    ['exotic spaces', '4111\u00a01111\u30001111', '4111 1111 1111'],
    ['dashes and quotes', '555–0100 “a” ‘b’ −1', `555-0100 "a" 'b' -1`],
    ['Cyrillic look-alikes beside ASCII', 'раsswоrd АКIА5', 'password AKIA5'],
    ['look-alikes before a joint', 'ѕк-abc', 'sk-abc'],
    ['Greek, Cherokee, Latin look-alikes', 'pαss Ꭺb ıd ɡh-ɑ', 'pass Ab id gh-a'],
    ['words of another script', 'Пароль кто-то αβγ λόγος սա', undefined],
    ['marks on ASCII', 'se\u0301cre\u0336\u0337t', 'secret'],
    ['marks on other letters', 'и\u0306', undefined],
    ['percent-encoding', 'sk%2Dabc%C3%A9%E2%80%8B+%u0041', 'sk-abcé+A'],
    ['broken percent-encoding', '100%, %4, %zz, %ff, %e2%80 %c0%80', undefined],
    ['JSON escapes', '\\u0073k\\/\\"\\n\\t\\\\', 'sk/"\n\t\\'],
    ['other escapes of code points', '\\x41\\u{42}\\U00000043\\104', 'ABCD'],
    ['bytes of UTF-8', '\\xc3\\xa9', 'é'],
    ['pairs of surrogates', '\\ud83d\\ude00', '😀'],
    ['halves of pairs', '\\ud83d \\ude00 \\ud83d\\u0041', '\\ud83d \\ude00 \\ud83dA'],
    ['continued lines', 'sk-\\\nabc\\\r\ndef', 'sk-abcdef'],
    ['Markdown escapes', 'sk\\_live\\-x', 'sk_live-x'],
    ['unknown escapes', '\\d \\w C:\\Data \\400 \\u{110000} \\u{}', undefined],
    ['entities', '&#115;&#x6b;&#45&hyphen;&nbsp;&shy;&lt;', 'sk-- <'],
    ['what is no entity', 'AT&T &unknown; &#; &#x; a & b', undefined],
    [
      'literals joined by an operator',
      `"sk-" + 'abc' . "d" & "e" .. "f" || "g" <> "h" ++ "i"`,
      '"sk-abcdefghi"',
    ],
    ['literals side by side', '"sk-" "abc"\n  "def"', '"sk-abcdef"'],
    ['literals on continued lines', '"sk-" \\\n "abc"', '"sk-abc"'],
    ['empty pieces', 'sk""-a${""}b\'\'c', 'sk-abc'],
    ['lists', `["a", "b"] {"a": "b"} f("", '')`, undefined],
    ['literals far apart', `"a"${' '.repeat(33)}"b"`, undefined],
  ])('reads %s', (_, text, expected) => {
    expect(spelled(text)).toBe(expected ?? text);
  });

  test('undoes one layer', () => {
    expect(spelled('%2541')).toBe('%41');
    expect(spelled('\\\\u0041')).toBe('\\u0041');
    expect(spelled('&amp;#65;')).toBe('&#65;');
  });

  test('keeps what follows a long row of unseen characters', () => {
    const row = '\u200b'.repeat(96);
    expect(spelled(`s${row}k`)).toBe('sk');
    expect(spelled(`s${row}\u200b\u200bk\u200b`)).toBe('s\u200b\u200bk');
  });

  test('says whether anything was replaced', () => {
    const plain = new SpellingReading();
    plain.read('Plain words, über alles: Пароль.', true);
    expect(plain.changed).toBe(false);
    const escaped = new SpellingReading();
    escaped.read('a%41', true);
    expect(escaped.changed).toBe(true);
  });
});
