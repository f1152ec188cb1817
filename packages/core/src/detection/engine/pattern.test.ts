import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CATALOGUE } from '../catalog/index.ts';
import { CountedMatcher } from './counted-matcher.ts';
import { analyzePattern, checkPattern, compilePattern, MAX_RULE_STEPS } from './pattern.ts';
import { parsePattern } from './pattern-parser.ts';

function reasonOf(source: string, flags = ''): string {
  const check = checkPattern(source, flags);
  return check.ok ? '' : check.reason;
}

describe('checkPattern', () => {
  it.each([
    ['ghp_[A-Za-z0-9]{36}', 40, 40],
    ['a{1,3}?b', 2, 4],
    ['(?:ab|c){2}', 2, 4],
    ['(?<value>x?)y', 1, 2],
    ['\\bword\\b(?=[ ,]{1,4})', 4, 4],
    ['(?<!a{1,9})b', 1, 1],
    ['[^\\]a-c-]\\x41\\u0042\\cA\\0', 5, 5],
    ['x{', 2, 2],
    ['x{,5}', 5, 5],
    ['', 0, 0],
    ['a|', 0, 1],
    ['[]', 1, 1],
  ])('accepts %s', (source, minLength, maxLength) => {
    expect(checkPattern(source)).toMatchObject({ ok: true, minLength, maxLength });
  });

  it('counts a character past the basic plane as two code units', () => {
    expect(checkPattern('[a😀]{2}', 'u')).toMatchObject({ ok: true, minLength: 2, maxLength: 4 });
    expect(checkPattern('\\u{1f600}|\\ud83d\\ude00', 'u')).toMatchObject({
      ok: true,
      maxLength: 2,
    });
  });

  it.each([
    ['a+', '`+` has no upper bound', 'character 2'],
    ['ab*', '`*` has no upper bound', 'character 3'],
    ['a{2,}', '`{2,}` has no upper bound', 'character 2'],
    ['(?=a*)b', 'has no upper bound', 'character 5'],
    ['(?<=a{1,})b', 'has no upper bound', 'character 6'],
    ['(a)\\1', 'back references', 'character 4'],
    ['(?<x>a)\\k<x>', 'back references', 'character 8'],
    ['a{9000}', 'repeats more than', 'character 2'],
  ])('refuses %s and says where', (source, what, where) => {
    expect(reasonOf(source)).toContain(what);
    expect(reasonOf(source)).toContain(where);
  });

  it.each([
    '(a|a){1,30}',
    '(a{1,50}){1,50}',
    '(?:a?){40}b',
    '(?:\\w{1,9}\\w?){1,20}!',
    '(?:[a-z]{1,20} ?){1,20}$',
    '(x.{0,99}){9}',
  ])('refuses %s as ambiguous', (source) => {
    expect(reasonOf(source)).toContain('ambiguous');
  });

  it('refuses broken syntax, other flags, and what is too long or too deep', () => {
    expect(reasonOf('(')).toContain('syntax');
    expect(reasonOf('a', 'g')).toContain('flags');
    expect(reasonOf('a', 'ii')).not.toBe('');
    expect(reasonOf('a'.repeat(9000))).toContain('longer than 8192');
    expect(reasonOf('[ab]{5000}[ab]{5000}')).toContain('can match 10000');
    expect(reasonOf(`${'('.repeat(60)}a${')'.repeat(60)}`)).toContain('nested');
  });

  it('does not take what the next character decides for ambiguous', () => {
    const steps = (source: string): number => {
      const check = checkPattern(source);
      return check.ok ? check.steps : Infinity;
    };
    expect(steps('[a-z]{1,64}\\.[a-z]{1,64}\\.[a-z]{1,64}\\.[a-z]{1,64}')).toBeLessThan(1000);
    expect(
      steps('(?:ignore|ignored|disregard|drop) (?:all|any|the) (?:previous|prior|above)'),
    ).toBeLessThan(1000);
    expect(steps('(?:[0-9]{1,3}\\.){3}[0-9]{1,3}')).toBeLessThan(1000);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({
          maxLength: 30,
          unit: fc.constantFrom(...'ab(|)[]{}0,1?*+\\^$.-:=!<>k\\dwu'.split('')),
        }),
        fc.constantFrom('', 'i', 'u', 'ims'),
        (source, flags) => {
          const check = checkPattern(source, flags);
          if (check.ok) expect(new RegExp(source, flags)).toBeInstanceOf(RegExp);
          else expect(check.reason).not.toBe('');
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('compilePattern', () => {
  it('gives a regular expression that searches anywhere', () => {
    expect(compilePattern('b{1,3}c', 'i').test('aaBBc')).toBe(true);
  });

  it('names fault and place', () => {
    expect(() => compilePattern('a+')).toThrow(
      expect.objectContaining({
        code: 'invalid_detector',
        message: expect.stringContaining('character 2'),
      }),
    );
  });
});

/** Patterns of the accepted kind. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '1', '-', '\\b', '\\B', '^', '$'),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => left + right),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('node'), fc.constantFrom('?', '{2}', '{0,3}', '{1,4}?', '{2,5}'))
      .map(([item, count]) => `(?:${item})${count}`),
    fc
      .tuple(fc.constantFrom('[ab1]', '.', '\\w'), fc.constantFrom('?', '{0,3}', '{1,4}', '{2}'))
      .map(([item, count]) => item + count),
    fc
      .tuple(fc.constantFrom('=', '!', '<=', '<!'), tie('node'))
      .map(([look, item]) => `(?${look}${item})`),
  ),
})).node;

const subject = fc.string({
  maxLength: 14,
  unit: fc.constantFrom('a', 'b', 'A', '1', '-', '\n', 'é', ' '),
});

describe('CountedMatcher', () => {
  it('agrees with the platform, wherever it is started', () => {
    fc.assert(
      fc.property(pattern, subject, fc.constantFrom('', 'i'), (source, text, flags) => {
        fc.pre(checkPattern(source, flags, MAX_RULE_STEPS).ok);
        const matcher = new CountedMatcher(parsePattern(source, flags));
        const platform = new RegExp(source, `${flags}y`);
        for (let at = 0; at <= text.length; at++) {
          platform.lastIndex = at;
          expect({ at, found: matcher.test(text, at, 1e6) }).toEqual({
            at,
            found: platform.test(text) ? 'maybe' : 'no',
          });
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('never makes more steps than the analysis says', () => {
    fc.assert(
      fc.property(pattern, subject, (source, text) => {
        const analyzed = analyzePattern(source, '', MAX_RULE_STEPS);
        fc.pre(typeof analyzed !== 'string');
        const matcher = new CountedMatcher(analyzed.node);
        for (let at = 0; at <= text.length; at++) {
          matcher.test(text, at, 1e7);
          // A step of the analysis is a character or a choice; the machine makes a few for each.
          expect(1e7 - matcher.left).toBeLessThanOrEqual(40 + 8 * analyzed.steps);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('stops when its steps run out', () => {
    const matcher = new CountedMatcher(parsePattern('(?:a|a){1,25}b', ''));
    expect(matcher.test('a'.repeat(40), 0, 10_000)).toBe('unknown');
    expect(matcher.left).toBeLessThanOrEqual(0);
  });

  it('has every pattern of the catalogue proven', () => {
    for (const rule of CATALOGUE) {
      const check = checkPattern(rule.pattern, rule.ignoreCase === true ? 'i' : '', MAX_RULE_STEPS);
      expect({ rule: rule.id, ...check }).toMatchObject({ rule: rule.id, ok: true });
      if (check.ok) expect(check.maxLength).toBeLessThanOrEqual(rule.maxLength);
    }
  });

  it('misses nothing that the platform finds on the catalogue', () => {
    for (const rule of CATALOGUE) {
      const flags = rule.ignoreCase === true ? 'i' : '';
      const matcher = new CountedMatcher(parsePattern(rule.pattern, flags));
      const platform = new RegExp(rule.pattern, `${flags}y`);
      for (const example of [...rule.examples.positive, ...rule.examples.negative]) {
        for (let at = 0; at <= example.length; at++) {
          platform.lastIndex = at;
          const found = matcher.test(example, at, 1e7);
          // Where letters past ASCII have two cases it may take for possible what is not.
          if (found !== 'maybe')
            expect({ rule: rule.id, at, found: platform.test(example) }).toEqual({
              rule: rule.id,
              at,
              found: false,
            });
        }
      }
    }
  });
});
