import type { DetectorRule } from '../../src/detection/rule.ts';

function rule(part: Partial<DetectorRule> & Pick<DetectorRule, 'id' | 'pattern'>): DetectorRule {
  return {
    type: 'secret',
    tags: ['secret.token.hostile'],
    anchors: [],
    mode: 'sticky',
    maxLength: 64,
    source: 'made for this test',
    examples: { positive: [], negative: [] },
    ...part,
  };
}

/** Twelve rules that are hard to run on a text in pieces, for one reason each. */
export const HOSTILE_RULES: readonly DetectorRule[] = [
  // Long, and ends where its end marker does; without one it takes what there is.
  rule({
    id: 'key-block',
    anchors: ['-----BEGIN'],
    pattern: '-----BEGIN KEY-----[A-Za-z0-9\\s]{0,200}(?:-----END KEY-----)?',
    maxLength: 240,
    placeholder: 'PRIVATE_KEY',
  }),
  // Greedy, and a shorter match when what follows does not fit.
  rule({ id: 'greedy', anchors: ['sk-'], pattern: 'sk-[a-z]{2,8}(?:-[a-z]{2,8})?(?![a-z-])' }),
  // Contained in the one above, with another priority.
  rule({ id: 'inner', anchors: ['sk-a'], pattern: 'sk-ab', priority: 50, confidence: 0.4 }),
  // Its word may come after the value.
  rule({
    id: 'word-after',
    type: 'ssn',
    tags: ['personal.pii.ssn'],
    mode: 'digits',
    pattern: '(?<![0-9])[0-9]{3}-[0-9]{2}(?![0-9])',
    maxLength: 6,
    confidence: 0.3,
    context: { words: ['ssn', 'number'], window: 48, boost: 0.5 },
  }),
  // Its word must be there, on either side.
  rule({
    id: 'word-needed',
    type: 'code',
    tags: ['personal.pii.code'],
    mode: 'digits',
    pattern: '(?<![0-9])[0-9]{4,6}(?![0-9])',
    maxLength: 6,
    context: { words: ['code', 'pin'], window: 40, required: true },
  }),
  // The anchor stands in the middle.
  rule({
    id: 'mail',
    type: 'email',
    tags: ['personal.pii.email'],
    mode: 'outward',
    anchors: ['@'],
    lead: { class: 'a-z.', max: 12 },
    pattern: '[a-z.]{1,12}@[a-z]{1,8}\\.[a-z]{2,4}(?![a-z])',
    maxLength: 26,
  }),
  // Characters before the digits belong to it, blanks included.
  rule({
    id: 'led-digits',
    type: 'phone',
    tags: ['personal.pii.phone'],
    mode: 'digits',
    lead: { class: '+( ', max: 4 },
    pattern: '[+( ]{0,4}[0-9]{2}[) ]{1,2}[0-9]{3}(?![0-9])',
    maxLength: 11,
  }),
  // The value is far behind its name.
  rule({
    id: 'assigned',
    anchors: ['pass'],
    ignoreCase: true,
    mode: 'assign',
    pattern: '[^\\s"\']{4,12}',
    maxLength: 12,
    generic: true,
    priority: 200,
  }),
  // Reports a part of what it matches.
  rule({
    id: 'part',
    anchors: ['://'],
    mode: 'outward',
    lead: { class: 'a-z', max: 6 },
    pattern: '[a-z]{1,6}://[a-z]{1,6}:(?<value>[^@\\s]{1,10})@',
    maxLength: 28,
    placeholder: 'PASSWORD',
  }),
  // Overlaps in part with others of another family.
  rule({
    id: 'overlap',
    type: 'account',
    tags: ['personal.financial.account'],
    anchors: ['acct'],
    pattern: 'acct[ :]{1,3}[a-z0-9-]{3,14}',
    maxLength: 21,
    confidence: 0.6,
  }),
  // Depends on the characters before and far after.
  rule({
    id: 'looks-around',
    anchors: ['tok_'],
    pattern: '(?<![a-z])tok_[a-z]{3,6}(?=.{0,9}!)',
    maxLength: 10,
  }),
  // Weak evidence, which adds up with what came before.
  rule({
    id: 'cue-one',
    type: 'injection',
    tags: ['injection.override'],
    anchors: ['ignore'],
    pattern: 'ignore[a-z ]{0,10}',
    maxLength: 16,
    confidence: 0.3,
    evidence: 'override',
  }),
  rule({
    id: 'cue-two',
    type: 'injection',
    tags: ['injection.override'],
    anchors: ['prompt'],
    pattern: 'prompt',
    maxLength: 6,
    confidence: 0.3,
    evidence: 'topic',
  }),
];

/** Rules that reach far to either side of their anchor. */
export const FAR_RULES: readonly DetectorRule[] = [
  rule({ id: 'far-after', anchors: ['sk-'], pattern: 'sk-[a-z]{2,3000}', maxLength: 3003 }),
  rule({
    id: 'far-before',
    mode: 'outward',
    anchors: ['@'],
    lead: { class: 'a-z', max: 1024 },
    pattern: '[a-z]{1,1024}@',
    maxLength: 1025,
  }),
];

/** Pieces of text of which every rule above can make something, and some that only look like it. */
export const HOSTILE_PIECES: readonly string[] = [
  '-----BEGIN KEY-----',
  '-----END KEY-----',
  '-----BEGIN',
  '-----',
  'MIIB\n',
  'sk-',
  'sk-ab',
  'sk-abcd-ef',
  '-ef',
  '123-45',
  '12-',
  '4711',
  'ssn',
  'number',
  ' code ',
  'pin',
  'a.b@',
  'x.yz',
  '@',
  '.de',
  '+(12) 345',
  '12 345',
  ' (',
  'pass',
  'PASSWORD',
  '_x = ',
  ': ',
  '="',
  'hunter2',
  'db://me:',
  '://',
  'secret@h',
  'acct: ',
  'acct',
  'tok_abc',
  'tok_',
  '!',
  'ignore all ',
  'prompt',
  '[X_REDACTED]',
  '[X_RED',
  'ACTED]',
  '[CODE_REDACTED]',
  '[SSN_abcdef0123456]',
  '[PASS',
  '\u{1F511}',
  '\ud83d',
  '\u0301',
  'é',
  ' ',
  '  ',
  '\n',
  'a',
  'ab',
  '7',
  '"',
  'the plain word ',
];
