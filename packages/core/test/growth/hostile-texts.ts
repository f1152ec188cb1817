import type { Analyzer } from '../../src/detection/analyzer.ts';
import { classTest } from '../../src/detection/engine/char-test.ts';
import { parseChecked } from '../../src/detection/engine/pattern.ts';
import type { DetectorRule } from '../../src/detection/rule.ts';
import { sampleOf } from './pattern-sample.ts';

/** A text that is made to be slow to scan: a piece, over and over again. */
export interface HostileText {
  /** What it is made for: a rule, an analyzer, or `any`. */
  readonly target: string;
  readonly generator: string;
  readonly piece: string;
}

/** The text itself, of a length in UTF-16 code units. */
export function hostile({ piece }: HostileText, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

const SEPARATORS = [' ', '-', '.', ',', '/', ':', '\n'];

const PIECES = [
  ...['1', '12', '123', '1234', '12345', '123456789', '12345678901'].flatMap((digits) =>
    SEPARATORS.map((separator) => digits + separator),
  ),
  ...['1', '0', 'a', 'A', ' ', '\n', '\t', '-', '_', '.', '/', '\\', '=', ':', '+', '%', '&', '@'],
  ...['(', '[', '{', '<', '"', "'", '`', '$', '$(', '${', '{"a":', '<!--', '<a ', '((1', '[['],
  ...[
    'a.',
    'a@',
    'a@b.',
    'a@b.c',
    '@a.',
    'a://b:',
    'a://b:c@',
    'http://',
    '::',
    '1:',
    'ab:',
    '0x1',
  ],
  ...['env ', 'eyJ', 'eyJa.', 'a=', '="', '=b ', 'key=', 'key: ', 'a b ', 'Ab1', 'aB', '+1 (555) '],
  ...['é', '一', '😀', '\ud800', '\u200b', '\u202e', '\u{e0061}', 'а', 'ｓ', '\0'],
  ...[
    '%41',
    '%2541',
    '\\u0061',
    '&#97;',
    '\\x61',
    'YWFh',
    'YWFh\n',
    '616161',
    '" + "',
    '12.12.2012 ',
  ],
  ...['-----BEGIN ', '-----BEGIN A-----\n', '-----', 'MIIE', 'DE12 ', 'AB12', '[A_REDACTED]', '[A'],
];

const PROSE = 'The quick brown fox jumps over the lazy dog. ';
/** Bytes that are no text, the same ones every time. */
const BYTES = Array.from({ length: 768 }, (_, at) =>
  String.fromCharCode((at * at * 167 + at * 59) & 0xff),
);

/** Sentences and bytes in every encoding that is undone, once and twice. */
const ENCODED = [
  btoa(PROSE),
  btoa(btoa(PROSE)),
  btoa(BYTES.join('')),
  spelled(PROSE, (hex) => hex),
  spelled(PROSE, (hex) => `${hex} `),
  spelled(PROSE, (hex) => `%${hex}`),
  spelled(PROSE, (hex) => `%25${hex}`),
  spelled(PROSE, (hex) => `\\u00${hex}`),
  encodeURIComponent('日本語 мир äöü '),
];

function spelled(plain: string, spell: (hex: string) => string): string {
  return Array.from(plain, (each) => spell(each.charCodeAt(0).toString(16))).join('');
}

/** Texts that belong to no rule: digits in all ways, openers, escapes, long lines. */
export function commonTexts(): HostileText[] {
  return [...new Set([...PIECES, ...ENCODED])].map((piece) =>
    text('any', JSON.stringify(piece), piece),
  );
}

/** One text that has the anchors of all rules in it, and one that has all their examples. */
export function mixedTexts(rules: readonly DetectorRule[]): HostileText[] {
  const anchors = [...new Set(rules.flatMap((rule) => rule.anchors))];
  return [
    text('any', 'all anchors', anchors.join('')),
    text('any', 'all anchors, apart', anchors.join(' ')),
    text('any', 'all examples', rules.map((rule) => rule.examples.positive[0] ?? '').join('\n')),
  ];
}

/** Texts against one rule, from its own anchors, pattern, words and examples. O(size of the rule). */
export function textsAgainst(rule: DetectorRule): HostileText[] {
  const found: HostileText[] = [];
  const add = (generator: string, piece: string): void => {
    if (piece !== '' && !found.some((other) => other.piece === piece))
      found.push(text(rule.id, generator, piece));
  };
  const anchor = rule.anchors[0] ?? '';
  const last = rule.anchors[rule.anchors.length - 1] ?? '';
  add('anchor', anchor);
  add('anchor, apart', anchor === '' ? '' : `${anchor} `);
  add('last anchor, apart', last === '' ? '' : `${last} `);
  if (rule.mode === 'assign') add('anchor, assigned', `${anchor}=`);
  const lead = leadOf(rule);
  if (lead !== '') {
    add('lead and anchor', lead + anchor);
    add('long lead and anchors', lead.repeat(64) + anchor.repeat(8));
  }
  const opening = rule.mode === 'assign' ? `${anchor}=` : '';
  const node = parseChecked(rule.pattern, rule.ignoreCase === true ? 'i' : '');
  if (typeof node !== 'string') {
    const shortest = opening + sampleOf(node, 'shortest');
    const longest = opening + sampleOf(node, 'longest');
    add('matches', `${shortest} `);
    add('matches, not apart', shortest);
    add('one short of a match', `${shortest.slice(0, -1)} `);
    add('one short of the longest match', `${longest.slice(0, -1)} `);
    add('longest matches, cut, not apart', longest.slice(0, -1));
    add('the longest match and more', `${longest}${longest.slice(-1)}`);
  }
  const example = rule.examples.positive[0] ?? '';
  add('example', `${example} `);
  add('example, cut', example.slice(0, -1));
  const word = rule.context?.words[0] ?? '';
  if (word !== '') {
    add('context word', `${word} `);
    add('context word and example', `${word} ${example} `);
  }
  return found;
}

/** Texts against an analyzer: each of its anchors, on its own and with what may follow. */
export function textsAgainstAnalyzer(analyzer: Analyzer): HostileText[] {
  const anchors = [...new Set(analyzer.anchors)];
  return [
    ...anchors.map((anchor) => text(analyzer.id, `${anchor}, apart`, `${anchor} `)),
    ...anchors.map((anchor) => text(analyzer.id, `${anchor} in $(`, `${anchor} $(`)),
    ...anchors.map((anchor) => text(analyzer.id, `${anchor} in lines`, `${anchor} a b;\n`)),
    text(analyzer.id, 'all anchors', `${anchors.join(' ')} `),
  ];
}

function text(target: string, generator: string, piece: string): HostileText {
  return { target, generator, piece };
}

/** A character that may stand before the anchor and belongs to the match. */
function leadOf({ lead, ignoreCase = false }: DetectorRule): string {
  if (lead === undefined) return '';
  const test = classTest(lead.class, ignoreCase);
  if (typeof test === 'string') return '';
  for (let code = 0x7e; code >= 0x20; code--) if (test(code)) return String.fromCharCode(code);
  return '';
}
