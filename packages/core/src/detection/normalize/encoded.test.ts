import { describe, expect, test } from '@jest/globals';
import { EncodedReading } from './encoded-reading.ts';

/** The runs of a text that is read in one piece. */
function decoded(text: string): string[] {
  const runs: string[] = [];
  for (const part of new EncodedReading().read(text, true)) {
    runs[part.run] = (runs[part.run] ?? '') + part.text;
  }
  return runs;
}

const SECRET = 'password: hunter2-and-more';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const hex = (text: string) => Buffer.from(text).toString('hex');

function pairs(text: string, separator: string): string {
  return hex(text).replace(/..(?=.)/g, `$&${separator}`);
}

/** In lines of so many characters. */
function wrapped(text: string, width: number, lineBreak: string): string {
  return text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${lineBreak}`);
}

describe('the encoded runs of a text', () => {
  test.each([
    ['base64', base64(SECRET)],
    ['base64 without padding', base64(SECRET).replace(/=+$/, '')],
    ['base64 in a sentence', `The value is ${base64(SECRET)}, keep it.`],
    ['base64 after a key', `key=${base64(SECRET)}`],
    ['base64 as credentials', `Authorization: Basic ${base64(SECRET)}`],
    ['base64 in a data URI', `data:text/plain;base64,${base64(SECRET)}`],
    ['base64 in a path', `https://example.com/v1/a/${base64url(SECRET)}?x=1`],
    ['base64 after a name', `some_value-${base64url(SECRET)}`],
    ['hex', hex(SECRET)],
    ['hex in capitals', hex(SECRET).toUpperCase()],
    ['hex with a prefix', `0x${hex(SECRET)}`],
    ['hex in pairs', `The bytes: ${pairs(SECRET, ' ')}.`],
    ['hex in pairs with colons', `x=${pairs(SECRET, ':')}`],
    ['hex in lines of pairs', pairs(SECRET, ' ').replace(/(.{47}) /g, '$1\n')],
    ['hex with half a byte', `${hex(SECRET)}7`],
  ])('hold what was encoded: %s', (_, text) => {
    expect(decoded(text)).toEqual([SECRET]);
  });

  test.each([
    ['\n', 60],
    ['\r\n', 64],
    ['\n    ', 76],
  ])('go on in the next line: %j after %i', (lineBreak, width) => {
    const long = `${SECRET}, `.repeat(12);
    expect(decoded(wrapped(base64(long), width, lineBreak))).toEqual([long]);
    expect(decoded(wrapped(hex(long), width, lineBreak))).toEqual([long]);
  });

  test('end at the padding', () => {
    const padded = base64(SECRET);
    expect(padded.endsWith('=')).toBe(true);
    expect(decoded(padded + padded)).toEqual([SECRET, SECRET]);
  });

  test('hold characters of UTF-8 and of UTF-16, and a sign for every byte that is of none', () => {
    expect(decoded(base64('Пароль: héslo 😀, 秘密'))).toEqual(['Пароль: héslo 😀, 秘密']);
    const utf16 = Buffer.from(SECRET, 'utf16le').toString('base64');
    expect(decoded(utf16)).toEqual([Array.from(SECRET, (letter) => `${letter}\0`).join('')]);
    const broken = Buffer.concat([Buffer.from(SECRET), Buffer.from([0xff, 0xe2, 0x82, 0x41])]);
    expect(decoded(broken.toString('hex'))).toEqual([`${SECRET}\ufffd\ufffd\ufffdA`]);
  });

  test.each([
    ['prose', 'Internationalization of the documentation, character by character.'],
    ['paths', 'packages/core/src/detection/normalize/encoded-reading.ts'],
    ['identifiers', 'AbstractSingletonProxyFactoryBean some_very_long_snake_case_name'],
    ['hashes', 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'],
    ['fingerprints', '9f:86:d0:81:88:4c:7d:65:9a:2f:ea:a0:c5:5a:d0:15:a3:bf:4f:1b'],
    ['times and dates', '10:20:30 11:21:31, 2024-10-11 12:13:14, 2025-01-02 03:04:05'],
    ['rules', `${'-'.repeat(80)} ${'_'.repeat(80)} ${'/'.repeat(80)}`],
    ['short runs', `${base64('too short')} ${hex('too short')}`],
  ])('are none in %s', (_, text) => {
    expect(decoded(text)).toEqual([]);
  });

  test('are given up where they turn out to be binary', () => {
    const bytes = Buffer.concat([
      Buffer.from(SECRET),
      Buffer.alloc(300, 0xf9),
      Buffer.from(SECRET),
    ]);
    const [run = ''] = decoded(bytes.toString('base64'));
    expect(run.startsWith(SECRET)).toBe(true);
    expect(run.length).toBeLessThan(80);
  });

  test('map to the whole groups that they are encoded in', () => {
    const reading = new EncodedReading();
    reading.read(`x ${base64('password: hunter2')} y ${hex('password: hunter2')}`, true);
    const inBase64 = reading.mapOf(0);
    expect([inBase64.sourceStart(10), inBase64.sourceEnd(16)]).toEqual([14, 26]);
    const inHex = reading.mapOf(1);
    expect([inHex.sourceStart(10), inHex.sourceEnd(16)]).toEqual([49, 63]);
  });
});
