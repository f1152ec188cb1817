import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EncodedReading } from './encoded-reading.ts';
import { lookAlikesOf } from './homoglyphs.ts';
import type { OffsetMap, Reading } from './reading.ts';
import { SpellingReading } from './spelling-reading.ts';

/** One run, whole, with the map to what it was read from. */
interface Whole {
  readonly text: string;
  readonly map: OffsetMap;
}

function wholeRuns(reading: Reading, text: string): Whole[] {
  const texts: string[] = [];
  for (const part of reading.read(text, true)) {
    texts[part.run] = (texts[part.run] ?? '') + part.text;
  }
  return texts.map((run, number) => ({ text: run, map: reading.mapOf(number) }));
}

const spell = (text: string) => wholeRuns(new SpellingReading(), text);
const decode = (text: string) => wholeRuns(new EncodedReading(), text);

/** All that a text is read as through the readings, one after the other, and where a needle in it comes from. */
function places(
  text: string,
  needle: string,
  readings: readonly ((text: string) => Whole[])[],
): string[] {
  const [first, ...rest] = readings;
  if (first === undefined) return text.includes(needle) ? [needle] : [];
  return first(text).flatMap((run) =>
    // A needle may stand in what is read next; its source is a slice of this run, and so on outwards.
    places(run.text, needle, rest).map((inner) => {
      const at = run.text.indexOf(inner);
      return text.slice(run.map.sourceStart(at), run.map.sourceEnd(at + inner.length - 1));
    }),
  );
}

const byCode = (write: (code: number) => string) => (secret: string) =>
  Array.from(secret, (character) => write(character.codePointAt(0) ?? 0)).join('');
const between = (filler: string) => (secret: string) => Array.from(secret).join(filler);
const digits = (code: number, base: number, length: number) =>
  code.toString(base).padStart(length, '0');
const bytes = (encoding: BufferEncoding) => (secret: string) =>
  Buffer.from(secret).toString(encoding);

type Form = readonly [name: string, write: (secret: string) => string];

const SPELLINGS: readonly Form[] = [
  ['percent-encoding', byCode((code) => `%${digits(code, 16, 2)}`)],
  ['\\u escapes', byCode((code) => `\\u${digits(code, 16, 4)}`)],
  ['\\u{} escapes', byCode((code) => `\\u{${code.toString(16)}}`)],
  ['\\U escapes', byCode((code) => `\\U${digits(code, 16, 8)}`)],
  ['\\x escapes', byCode((code) => `\\x${digits(code, 16, 2).toUpperCase()}`)],
  ['octal escapes', byCode((code) => `\\${digits(code, 8, 3)}`)],
  ['decimal entities', byCode((code) => `&#${code};`)],
  ['hexadecimal entities', byCode((code) => `&#x${code.toString(16)};`)],
  ['full-width forms', byCode((code) => String.fromCharCode(code + 0xfee0))],
  ['zero-width spaces between', between('\u200b')],
  ['bidi controls between', between('\u202e\u2066')],
  ['tags between', between('\u{e0041}')],
  ['NUL between', between('\0')],
];

/** Of letters, digits, `-` and `_` alone. */
const TOKEN_SPELLINGS: readonly Form[] = [
  ['concatenation', between('" + "')],
  ['literals side by side', between("' \n '")],
  ['empty literals between', between('""')],
  ['empty template pieces between', between('${""}')],
  ['continued lines', between('\\\n')],
  ['soft hyphens', between('&shy;')],
  ['marks over letters', (secret) => secret.replace(/[a-z]/g, '$&\u0336\u0301')],
  [
    'mathematical letters',
    byCode((code) => {
      const character = String.fromCharCode(code);
      return /[a-z]/.test(character) ? String.fromCodePoint(0x1d41a + code - 0x61) : character;
    }),
  ],
];

const ENCODINGS: readonly Form[] = [
  ['base64', bytes('base64')],
  ['base64url', bytes('base64url')],
  ['base64 in lines', (secret) => bytes('base64')(secret).replace(/.{64}/g, '$&\n')],
  ['hex', bytes('hex')],
  ['hex in capitals', (secret) => bytes('hex')(secret).toUpperCase()],
  ['hex in pairs', (secret) => bytes('hex')(secret).replace(/..(?=.)/g, '$& ')],
  ['base64 of UTF-16', (secret) => Buffer.from(secret, 'utf16le').toString('base64')],
];

const ascii = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 12,
  maxLength: 200,
});
const token = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{10,40}[A-Za-z0-9]$/);

describe('a secret is read whatever it is written in', () => {
  test.each(SPELLINGS)('%s', (_, write) => {
    fc.assert(
      fc.property(ascii, (secret) => {
        const written = write(secret);
        expect(places(`key: ${written} end`, secret, [spell])).toEqual([written]);
      }),
    );
  });

  test.each(TOKEN_SPELLINGS)('%s', (_, write) => {
    fc.assert(
      fc.property(token, (secret) => {
        expect(places(`key: "${write(secret)}"`, secret, [spell])).toHaveLength(1);
      }),
    );
  });

  test('look-alikes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{12,40}$/), fc.nat(), (secret, chosen) => {
        // Every fourth character is left, so that none of them stands alone among other scripts.
        const written = Array.from(secret, (letter, index) => {
          const alike = index % 4 === chosen % 4 ? [] : lookAlikesOf(letter);
          return alike[chosen % (alike.length || 1)] ?? letter;
        }).join('');
        expect(spell(`Ключ: ${written}.`)[0]?.text).toBe(`Ключ: ${secret}.`);
      }),
    );
  });

  test.each(ENCODINGS)('%s', (name, write) => {
    fc.assert(
      fc.property(ascii, (secret) => {
        const written = write(secret);
        const readings = name.endsWith('UTF-16') ? [decode, spell] : [decode];
        expect(places(`key="${written}"`, secret, readings)).not.toEqual([]);
      }),
    );
  });
});

describe('readings of readings', () => {
  test.each([...SPELLINGS, ...TOKEN_SPELLINGS])('base64 of %s', (_, write) => {
    fc.assert(
      fc.property(token, (secret) => {
        const written = bytes('base64')(`key: "${write(secret)}"`);
        const [source = ''] = places(`<${written}>`, secret, [decode, spell]);
        // The source is whole groups of digits around the secret.
        expect(Buffer.from(source, 'base64').toString()).toContain(write(secret).slice(0, -2));
      }),
      { numRuns: 30 },
    );
  });

  test.each(ENCODINGS.slice(0, 6))('percent-encoding, \\u escapes and base64 of %s', (_, write) => {
    fc.assert(
      fc.property(ascii, (secret) => {
        const inner = write(secret);
        const escaped = encodeURIComponent(inner);
        expect(places(escaped, secret, [spell, decode])).not.toEqual([]);
        const unicode = inner.replace(/./g, (c) => `\\u${digits(c.charCodeAt(0), 16, 4)}`);
        expect(places(unicode, secret, [spell, decode])).not.toEqual([]);
        expect(places(bytes('base64')(inner), secret, [decode, decode])).not.toEqual([]);
        expect(places(bytes('hex')(inner), secret, [decode, decode])).not.toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('percent-encoding twice', () => {
    const twice = 'sk-abc'.replace(/./g, (c) => `%25${c.charCodeAt(0).toString(16)}`);
    expect(places(`x${twice}y`, 'sk-abc', [spell, spell])).toEqual([twice]);
  });

  test('a key block in JSON', () => {
    const block = '-----BEGIN TEXT-----\nQUJDREVGR0hJSktM\nQUJD\n-----END TEXT-----\n';
    const json = JSON.stringify({ key: block }).replaceAll('/', '\\/');
    expect(places(json, block, [spell])).toHaveLength(1);
  });
});
