import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DetectorError } from '../../errors.ts';
import type { Analyzer } from '../analyzer.ts';
import { CATALOGUE } from '../catalog/index.ts';
import type { DetectorRule } from '../rule.ts';
import { DetectionEngine } from './engine.ts';
import { verifyExamples } from './verify-examples.ts';
import { WorkBudget } from './work-budget.ts';

function rule(given: Partial<DetectorRule> & Pick<DetectorRule, 'id'>): DetectorRule {
  return {
    type: 'secret',
    tags: ['secret.token.test'],
    anchors: ['tok_'],
    mode: 'sticky',
    pattern: 'tok_[a-z0-9]{4,12}',
    maxLength: 16,
    source: 'https://example.com/format',
    examples: { positive: ['tok_abcd'], negative: ['tok_'] },
    ...given,
  };
}

const GENERIC = rule({
  id: 'generic-token',
  tags: ['secret.credential'],
  anchors: ['token', 'password'],
  ignoreCase: true,
  mode: 'assign',
  pattern: '[^\\s"\',;]{8,64}',
  maxLength: 64,
  generic: true,
  confidence: 0.6,
});

const OPENAI = rule({
  id: 'openai-key',
  tags: ['secret.api_key.openai'],
  anchors: ['sk-'],
  pattern: '(?<![A-Za-z0-9])sk-[A-Za-z0-9]{20,48}(?![A-Za-z0-9])',
  maxLength: 51,
  priority: 10,
  confidence: 0.9,
});

const EMAIL = rule({
  id: 'email',
  type: 'email',
  tags: ['personal.pii.email'],
  anchors: ['@'],
  mode: 'outward',
  lead: { class: '\\w.+-', max: 64 },
  pattern: '[\\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\\.){1,4}[a-z]{2,24}',
  maxLength: 400,
});

const SSN = rule({
  id: 'ssn',
  type: 'ssn',
  tags: ['personal.pii.ssn'],
  anchors: [],
  mode: 'digits',
  pattern: '(?<![\\d-])\\d{3}-\\d{2}-\\d{4}(?![\\d-])',
  maxLength: 11,
});

function found(rules: readonly DetectorRule[], text: string): (readonly [string, string])[] {
  return new DetectionEngine({ rules })
    .scan(text)
    .map(({ detector, value }) => [detector, value] as const);
}

describe('DetectionEngine.scan', () => {
  it("answers the documents' example with one detection", () => {
    const text = 'token=sk-ABCDEF1234567890ABCDEF';
    for (const rules of [[GENERIC, OPENAI], [OPENAI, GENERIC], CATALOGUE]) {
      const detections = new DetectionEngine({ rules }).scan(text);
      expect(detections).toHaveLength(1);
      expect(detections[0]).toMatchObject({
        type: 'secret',
        detector: 'openai-key',
        value: 'sk-ABCDEF1234567890ABCDEF',
        location: { start: 6, end: 31 },
      });
    }
  });

  it('finds by anchor, by lead, by run of digits and by assignment', () => {
    expect(
      found([EMAIL, SSN, GENERIC], 'a.b@example.com 123-45-6789 password: "hunter2hunter2"'),
    ).toEqual([
      ['email', 'a.b@example.com'],
      ['ssn', '123-45-6789'],
      ['generic-token', 'hunter2hunter2'],
    ]);
  });

  it.each([
    'token=abcdefgh1',
    'token = "abcdefgh1"',
    "'token': 'abcdefgh1'",
    '"token":"abcdefgh1"',
    'token:=abcdefgh1',
    'token => abcdefgh1',
    'API_TOKEN_OLD=abcdefgh1',
    '{\\"token\\": \\"abcdefgh1\\"}',
    'env["TOKEN"] = abcdefgh1',
    'token: string = "abcdefgh1"',
    'TOKEN=`abcdefgh1`',
  ])('takes the value of %s', (text) => {
    expect(found([GENERIC], text)[0]?.[1]).toMatch(/^abcdefgh1/);
  });

  it.each([
    'token abcdefgh1',
    'token\nabcdefgh1',
    'token of the day for all of us: abcdefgh1',
    'token',
    'token=',
  ])('sees no assignment in %j', (text) => {
    expect(found([GENERIC], text)).toEqual([]);
  });

  it('finds anchors of three characters, at the end of the text too', () => {
    const short = rule({
      id: 'short',
      anchors: ['x9z'],
      lead: { class: 'a-f', max: 8 },
      pattern: '[a-f]{2,8}x9z',
      maxLength: 11,
    });
    expect(found([short], 'abcx9z')).toEqual([['short', 'abcx9z']]);
    expect(found([short], 'abcx9z abcdx9z')).toHaveLength(2);
  });

  it('finds anchors of any script', () => {
    for (const anchor of ['忽略之前', 'забудь', '\u4e41\u4e5a\u0141\u015a', 'Önceki', 'ééé']) {
      const any = rule({ id: 'any', anchors: [anchor], pattern: `${anchor}!`, maxLength: 12 });
      expect(found([any], `请${anchor}!`)).toEqual([['any', `${anchor}!`]]);
    }
  });

  it('ignores the case of ASCII letters only where the rule says so', () => {
    expect(found([rule({ id: 'a' })], 'TOK_abcd')).toEqual([]);
    expect(found([rule({ id: 'a', ignoreCase: true })], 'TOK_abcd')).toHaveLength(1);
    const turkish = rule({
      id: 'a',
      ignoreCase: true,
      anchors: ['ÖNCEki'],
      pattern: 'ÖNCEki',
      maxLength: 6,
    });
    expect(found([turkish], 'Önceki')).toHaveLength(1);
  });

  it('narrows the span to the group named value', () => {
    expect(
      found([rule({ id: 'a', pattern: 'tok_(?<value>[a-z]{4})!?', maxLength: 9 })], 'tok_abcd!'),
    ).toEqual([['a', 'abcd']]);
  });

  it('does not try a rule again within its own match', () => {
    expect(found([rule({ id: 'a', pattern: 'tok_[a-z_]{4,12}' })], 'tok_tok_abcd')).toEqual([
      ['a', 'tok_tok_abcd'],
    ]);
  });

  it('keeps places within the text and surrogate pairs whole', () => {
    const halves = rule({ id: 'halves', pattern: 'tok_[^ ]{1,3}', maxLength: 7 });
    const text = 'tok_ab😀c';
    const [detection] = new DetectionEngine({ rules: [halves] }).scan(text);
    expect(detection?.value).toBe('tok_ab😀');
    expect(detection?.location).toEqual({ start: 0, end: 8 });
  });

  it('never throws, and gives valid places, on any string', () => {
    const engine = new DetectionEngine({ rules: CATALOGUE });
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('\ud800', '\udfff', '\0', '@', '1', 'é́', '👩‍👩‍👧', 'password=', '-----BEGIN '),
    );
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 30 }).map((parts) => parts.join('')),
        (text) => {
          let last = 0;
          for (const { location, value } of engine.scan(text)) {
            expect(location.start).toBeGreaterThanOrEqual(last);
            expect(location.end).toBeGreaterThan(location.start);
            expect(location.end).toBeLessThanOrEqual(text.length);
            expect(value).toBe(text.slice(location.start, location.end));
            last = location.start;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the same answer every time', () => {
    const engine = new DetectionEngine({ rules: CATALOGUE });
    const text = CATALOGUE.slice(0, 60)
      .map((each) => each.examples.positive[0] ?? '')
      .join('\n');
    const first = engine.scan(text);
    expect(first.length).toBeGreaterThan(20);
    engine.scan('password: x, 1 2 3');
    expect(engine.scan(text)).toEqual(first);
  });
});

describe('confidence', () => {
  const conf = (given: Partial<DetectorRule>, text = 'tok_abcdefgh'): number | undefined =>
    new DetectionEngine({
      rules: [rule({ id: 'a', ...given })],
      validators: { luhn: (value) => value.endsWith('h') },
    }).scan(text)[0]?.confidence;

  it('is raised by a checksum that holds and lowered by one that does not', () => {
    expect(conf({})).toBe(0.8);
    expect(conf({ validator: 'luhn' })).toBe(0.95);
    expect(conf({ validator: 'luhn', weak: true, confidence: 0.6 })).toBe(0.6);
    expect(conf({ validator: 'luhn', weak: true }, 'tok_abcd')).toBe(0.3);
    expect(conf({ validator: 'luhn' }, 'tok_abcd')).toBe(0.3);
    expect(conf({ validator: 'luhn', generic: true }, 'tok_abcd')).toBeUndefined();
  });

  it('is lowered by too little entropy, and a generic value dropped', () => {
    expect(conf({ entropy: 2.5 }, 'tok_aaaa')).toBe(0.3);
    expect(conf({ entropy: 2.5, generic: true }, 'tok_aaaa')).toBeUndefined();
    expect(conf({ entropy: 2.5 })).toBe(0.8);
  });

  it('is raised by a context word before or after, whole and in any case', () => {
    const context = { words: ['vault key', 'clé'], window: 20, boost: 0.1 };
    expect(conf({ context })).toBe(0.8);
    expect(conf({ context }, 'the Vault Key: tok_abcdefgh')).toBeCloseTo(0.9);
    expect(conf({ context }, 'tok_abcdefgh is the CLÉ')).toBeCloseTo(0.9);
    expect(conf({ context }, 'vault keys: tok_abcdefgh')).toBe(0.8);
    expect(conf({ context }, `vault key${' '.repeat(20)}tok_abcdefgh`)).toBe(0.8);
    expect(conf({ context: { ...context, required: true } })).toBeUndefined();
    expect(conf({ context: { words: ['ssn'], required: true } }, 'user_ssn tok_abcdefgh')).toBe(1);
    expect(conf({ context: { words: ['ssn'], required: true } }, 'userSsn tok_abcdefgh')).toBe(1);
    expect(
      conf({ context: { words: ['ssn'], required: true } }, 'usessn tok_abcdefgh'),
    ).toBeUndefined();
  });

  it('is raised by 0.3 where the rule names no boost, within 48 characters', () => {
    const engine = new DetectionEngine({
      rules: [rule({ id: 'a', confidence: 0.4, context: { words: ['vault'] } })],
    });
    const at = (distance: number): number | undefined =>
      engine.scan(`vault${' '.repeat(distance)}tok_abcd`)[0]?.confidence;
    expect(at(1)).toBe(0.7);
    expect(at(43)).toBe(0.7);
    expect(at(44)).toBe(0.4);
  });

  it('is nothing for samples, of the rule or of the engine', () => {
    expect(conf({ allow: ['TOK_ABC*'] })).toBeUndefined();
    expect(
      new DetectionEngine({ rules: [rule({ id: 'a' })], allow: ['tok_abcd'] }).scan(
        'tok_abcd tok_efgh',
      ),
    ).toHaveLength(1);
  });
});

describe('overlaps', () => {
  it('gives one detection where an issuer and a generic rule find the same', () => {
    expect(found([GENERIC, OPENAI], 'token=sk-ABCDEF1234567890ABCDEF.x')).toEqual([
      ['openai-key', 'sk-ABCDEF1234567890ABCDEF'],
    ]);
  });

  it('does not let a weak match that begins earlier hide a surer one', () => {
    expect(found([GENERIC, OPENAI], 'token=mine:sk-ABCDEF1234567890ABCDEF')).toEqual([
      ['generic-token', 'mine:sk-ABCDEF1234567890ABCDEF'],
      ['openai-key', 'sk-ABCDEF1234567890ABCDEF'],
    ]);
  });

  it('lets a sure one stand for what it contains', () => {
    const url = rule({
      id: 'url',
      anchors: ['db://'],
      pattern: 'db://[^ ]{1,80}',
      maxLength: 85,
      confidence: 0.95,
    });
    expect(found([GENERIC, OPENAI, url], 'db://u:sk-ABCDEF1234567890ABCDEF@h')).toHaveLength(1);
  });

  it('keeps the tags of every family', () => {
    const url = rule({
      id: 'url',
      anchors: ['db://'],
      pattern: 'db://[^ ]{1,80}',
      maxLength: 85,
      confidence: 1,
    });
    expect(found([url, EMAIL], 'db://me@example.com/x').map(([id]) => id)).toEqual([
      'url',
      'email',
    ]);
  });

  it('reports both of two that overlap in part', () => {
    const left = rule({ id: 'left', anchors: ['aaaa'], pattern: 'aaaa-bbbb', maxLength: 9 });
    const right = rule({ id: 'right', anchors: ['bbbb'], pattern: 'bbbb-cccc', maxLength: 9 });
    expect(found([left, right], 'aaaa-bbbb-cccc').map(([id]) => id)).toEqual(['left', 'right']);
  });
});

describe('analyzers', () => {
  const shell: Analyzer = {
    id: 'shell',
    type: 'destructive',
    anchors: ['rm -rf'],
    analyze: (text) =>
      [...text.matchAll(/rm +-rf/gi)].map(({ index, 0: { length } }) => ({
        detector: 'rm',
        tag: 'destructive.shell',
        confidence: 0.9,
        start: index,
        end: index + length,
      })),
  };
  const engine = new DetectionEngine({ rules: [], analyzers: [shell] });

  it('always run in command position', () => {
    expect(engine.scan('rm  -rf /', { position: 'command' })).toMatchObject([
      { detector: 'rm', confidence: 0.9, placeholder: '[DESTRUCTIVE_REDACTED]' },
    ]);
  });

  it('run in prose only at an anchor, and are not sure of anything there', () => {
    expect(engine.scan('rm  -rf /')).toEqual([]);
    expect(engine.scan('then RM -RF it')).toMatchObject([{ detector: 'rm', confidence: 0.2 }]);
  });

  it('are given of long prose the lines around its anchors, and find in place', () => {
    const line = 'nothing to do on this line at all 😀\n';
    const seen: string[] = [];
    const analyze = (text: string): ReturnType<Analyzer['analyze']> => {
      seen.push(text);
      return shell.analyze(text);
    };
    const spied = new DetectionEngine({ rules: [], analyzers: [{ ...shell, analyze }] });
    const text = `${line.repeat(500)}first\n\nrm -rf a\n${line.repeat(500)}rm -rf b, ${line.trim().repeat(500)} rm  -rf rm -rf c`;
    const detections = spied.scan(text);
    expect(
      detections.map(({ location }) => text.slice(location.start, location.start + 8)),
    ).toEqual(['rm -rf a', 'rm -rf b', 'rm  -rf ', 'rm -rf c']);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain('first\n\nrm -rf a\nnothing');
    expect(seen[0]?.length).toBeLessThan(text.length / 4);
    expect(seen[0]).not.toMatch(
      /(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/,
    );
  });

  it('hold rules about destructive commands to the same', () => {
    const drop = rule({
      id: 'drop',
      type: 'destructive',
      tags: ['destructive.sql'],
      anchors: ['DROP TABLE'],
      pattern: 'DROP TABLE',
      maxLength: 10,
    });
    const rules = new DetectionEngine({ rules: [drop] });
    expect(rules.scan('DROP TABLE')[0]?.confidence).toBe(0.2);
    expect(rules.scan('DROP TABLE', { position: 'command' })[0]?.confidence).toBe(0.8);
  });
});

describe('compiling', () => {
  const fault = (given: Partial<DetectorRule>): string => {
    try {
      new DetectionEngine({ rules: [rule({ id: 'a', ...given })] });
      return '';
    } catch (error) {
      expect(error).toBeInstanceOf(DetectorError);
      return (error as DetectorError).details.map(({ message }) => message).join(' ');
    }
  };

  it.each<[string, Partial<DetectorRule>]>([
    ['no upper bound', { pattern: 'tok_.*' }],
    ['can match 20 characters, more than its maxLength of 16', { pattern: 'tok_[a-z]{16}' }],
    ['kebab-case', { id: 'A b' }],
    ['no tag', { tags: [] }],
    ['malformed', { tags: ['a..b'] }],
    ['no type', { type: '' }],
    ['a word of a to z', { type: 'My Type]' }],
    ['at most 51', { placeholder: 'A'.repeat(52) }],
    ['no anchor', { anchors: [] }],
    ['shorter than 3', { anchors: ['ab'] }],
    ['takes no anchors', { mode: 'digits' }],
    ['needs a lead', { mode: 'outward' }],
    ['lead.max', { lead: { class: 'a', max: 0 } }],
    ['lead.class', { lead: { class: 'a]+[', max: 2 } }],
    ['lead.max', { lead: { class: 'a', max: 1025 } }],
    ['confidence must', { confidence: 2 }],
    ['doubtful must', { doubtful: -1 }],
    ['entropy must', { entropy: 9 }],
    ['evidence must', { evidence: '' }],
    ['notKey must', { notKey: ['public_key'] }],
    ['mode must be one of', { mode: 'anywhere' as 'sticky' }],
    ['maxLength must', { maxLength: 9999 }],
    ['placeholder must', { placeholder: 'no good' }],
    ['context.window', { context: { words: ['x'], window: 999 } }],
    ['context.words', { context: { words: [] } }],
    ['at most 64 characters each', { context: { words: ['x'.repeat(65)] } }],
    ['context.boost', { context: { words: ['x'], boost: -2 } }],
    ['looks at 257 characters, more than 256', { pattern: 'tok_(?=[a-z]{257})' }],
    ['not known.', { validator: 'nonesuch' as 'luhn' }],
    ["not known; 'luhn' is", { validator: 'luhnn' as 'luhn' }],
    ['matches the empty text', { pattern: '[a-z]{0,9}' }],
  ])('says %s', (what, given) => {
    expect(fault(given)).toContain(what);
  });

  it('lists every fault of every rule', () => {
    const rules = [rule({ id: 'a', type: '', tags: [] }), rule({ id: 'b' }), rule({ id: 'b' })];
    expect(() => new DetectionEngine({ rules })).toThrow(
      expect.objectContaining({
        details: [
          expect.objectContaining({ path: 'rules[0].tags' }),
          expect.objectContaining({ path: 'rules[0].type' }),
          expect.objectContaining({ path: 'rules[2].id' }),
        ],
      }),
    );
  });

  it('takes proven rules at their word until they are run', () => {
    const bad = rule({ id: 'bad', pattern: 'tok_.*' });
    const engine = new DetectionEngine({ rules: [bad], proven: new Set([bad]) });
    expect(engine.scan('tok_abcd')).toHaveLength(1);
  });

  it('accepts every rule of the catalogue, examples included', () => {
    expect(() => {
      verifyExamples(CATALOGUE);
    }).not.toThrow();
  });

  it('names a failing example by its index and does not repeat it', () => {
    const failing = rule({
      id: 'a',
      examples: { positive: ['tok_abcd', 'nothing here'], negative: ['tok_abcd'] },
    });
    expect(() => {
      verifyExamples([failing]);
    }).toThrow(
      expect.objectContaining({
        code: 'invalid_detector',
        message: expect.not.stringContaining('nothing here'),
        details: [
          {
            path: 'rules[0].examples.positive[1]',
            message: "Rule 'a' does not report its positive example 1.",
          },
          {
            path: 'rules[0].examples.negative[0]',
            message: "Rule 'a' reports its negative example 0.",
          },
        ],
      }),
    );
  });
});

describe('work', () => {
  const engine = new DetectionEngine({ rules: CATALOGUE });
  const attempts = (text: string): number => {
    const budget = new WorkBudget();
    engine.scan(text, { budget });
    expect(budget.characters).toBe(text.length);
    // One attempt may overrun what is left, by the length of a run.
    expect(budget.counted).toBeGreaterThan(-10_000);
    return budget.attempts;
  };
  const seeds = [
    'a.',
    '@',
    'a@',
    'a@b.',
    '1 ',
    '12-',
    '0x1',
    'eyJ',
    'eyJa.',
    '-----BEGIN ',
    'token=',
    'password: x ',
    'sk-',
    'a://b:',
    '(',
    '+1 (555) ',
    ' ',
    '😀',
    '\ud800',
    // Of the many rules that one table makes, some stand for all.
    ...CATALOGUE.filter(({ id }, index) => !id.endsWith('-by-name') || index % 20 === 0).flatMap(
      (each) => [...each.anchors.slice(0, 1), (each.examples.positive[0] ?? 'x').slice(0, -1)],
    ),
  ];

  it('grows with the length of the text and no faster, whatever the text', () => {
    for (const seed of new Set(seeds)) {
      const [single = 0, double = 0, fourfold = 0] = [8192, 16_384, 32_768].map((length) =>
        attempts(seed.repeat(Math.ceil(length / seed.length)).slice(0, length)),
      );
      expect({
        seed,
        linear: double <= 2.2 * single + 512 && fourfold <= 2.2 * double + 512,
      }).toEqual({ seed, linear: true });
    }
  });

  it('is bounded for patterns that look far ahead, and what is not tried counts as found', () => {
    const far = rule({
      id: 'far',
      anchors: ['ab_'],
      pattern: 'ab_[a-z_]{0,1000}x[a-z_]{0,1000}!',
      maxLength: 2005,
    });
    const budget = new WorkBudget();
    const detections = new DetectionEngine({ rules: [far] }).scan('ab_x'.repeat(50_000), {
      budget,
    });
    expect(detections.length).toBeGreaterThan(0);
    expect(budget.counted).toBeGreaterThan(-10_000);
    expect(new DetectionEngine({ rules: [far] }).scan('ab_x'.repeat(50))).toEqual([]);
  });
});
