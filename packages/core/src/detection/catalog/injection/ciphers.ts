import type { DetectorRule } from '../../rule.ts';
import { list, SOURCES, wording } from './shape.ts';

/** Words that override wording is made of, in spellings that a model can read. */
const WORDS = ['ignore', 'disregard', 'instructions', 'previous'];

const MORSE: Readonly<Record<string, string>> = {
  a: '.-', b: '-...', c: '-.-.', d: '-..', e: '.', f: '..-.', g: '--.', h: '....', i: '..', j: '.---', k: '-.-', l: '.-..', m: '--',
  n: '-.', o: '---', p: '.--.', q: '--.-', r: '.-.', s: '...', t: '-', u: '..-', v: '...-', w: '.--', x: '-..-', y: '-.--', z: '--..',
}; // prettier-ignore

const RADIO = list(
  'alpha;bravo;charlie;delta;echo;foxtrot;golf;hotel;india;juliet;kilo;lima;mike;november;oscar;papa;quebec;romeo;sierra;tango;uniform;victor;whiskey;xray;yankee;zulu',
);

/** Dots of the six-dot cells for a to z, as offsets from U+2800. */
const BRAILLE = [
  0x01, 0x03, 0x09, 0x19, 0x11, 0x0b, 0x1b, 0x13, 0x0a, 0x1a, 0x05, 0x07, 0x0d, 0x1d, 0x15, 0x0f,
  0x1f, 0x17, 0x0e, 0x1e, 0x25, 0x27, 0x3a, 0x2d, 0x3d, 0x35,
];

function place(letter: string): number {
  return letter.charCodeAt(0) - 0x61;
}

function spelled(word: string, letter: (letter: string) => string, between = ''): string {
  return Array.from(word, letter).join(between);
}

const IN_MORSE = WORDS.map((word) => spelled(word, (letter) => MORSE[letter] ?? '', ' '));
const IN_RADIO = WORDS.flatMap((word) =>
  [' ', '-'].map((mark) => spelled(word, (letter) => RADIO[place(letter)] ?? '', mark)),
);
const IN_BRAILLE = WORDS.map((word) =>
  spelled(word, (letter) => String.fromCharCode(0x2800 + (BRAILLE[place(letter)] ?? 0))),
);
/** The alphabet the other way round. */
const IN_ATBASH = WORDS.map((word) =>
  spelled(word, (letter) => String.fromCharCode(0x7a - place(letter))),
);
const IN_PIG_LATIN = [
  'ignoreway',
  'ignoreyay',
  'isregardday',
  'eviouspray',
  'instructionsway',
  'instructionsyay',
];

function escaped(text: string): string {
  return text.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&');
}

/** Override wording in an alphabet of its own. What is only encoded, as in base64, is decoded before rules see it. */
export const CIPHER_RULES: readonly DetectorRule[] = [
  literal('morse', IN_MORSE, '(?<![.-])', '(?![.-])'),
  literal('radio-alphabet', IN_RADIO, '(?<![a-z])', '(?![a-z])'),
  literal('braille', IN_BRAILLE, '', ''),
  literal('atbash', IN_ATBASH, '(?<![a-z])', '(?![a-z])'),
  literal('pig-latin', IN_PIG_LATIN, '(?<![a-z])', '(?![a-z])'),
];

function literal(
  name: string,
  words: readonly string[],
  before: string,
  after: string,
): DetectorRule {
  return wording({
    id: `injection-${name}`,
    kind: 'obfuscated',
    anchors: words,
    pattern: `${before}(?:${words.map(escaped).join('|')})${after}`,
    maxLength: Math.max(...words.map(({ length }) => length)),
    confidence: 0.6,
    source: SOURCES.atlasObfuscation,
    examples: { positive: words.slice(0, 2), negative: ['ignore', 'SOS ... --- ...'] },
  });
}
