import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DetectionEngine } from '../engine/engine.ts';
import type { DetectorRule } from '../rule.ts';
import { EVIDENCE_WINDOW } from './weigh-evidence.ts';

function cue(word: string, evidence: string | undefined, confidence: number): DetectorRule {
  return {
    id: `cue-${word}`,
    type: 'injection',
    tags: ['injection.jailbreak'],
    anchors: [word],
    mode: 'sticky',
    pattern: word,
    maxLength: word.length,
    confidence,
    ...(evidence === undefined ? {} : { evidence }),
    source: 'https://example.com/',
    examples: { positive: [], negative: [] },
  };
}

const RULES = [
  cue('alpha', 'first', 0.3),
  cue('aleph', 'first', 0.3),
  cue('bravo', 'second', 0.3),
  cue('delta', 'third', 0.1),
  cue('plain', undefined, 0.2),
];
const engine = new DetectionEngine({ rules: RULES });

function reported(text: string): string[] {
  return engine.scan(text).map(({ value, confidence }) => `${value} ${confidence}`);
}

describe('weak evidence', () => {
  it('is not reported alone', () => {
    expect(reported('alpha')).toEqual([]);
  });

  it('counts once for its kind, however often it is said', () => {
    expect(reported('alpha aleph alpha aleph')).toEqual([]);
  });

  it('adds up over kinds, and is reported where it is enough', () => {
    expect(reported('alpha, then bravo')).toEqual(['bravo 0.6']);
    expect(reported('delta, alpha, bravo')).toEqual(['bravo 0.7']);
    expect(reported('alpha, then delta')).toEqual([]);
  });

  it('counts only what is near', () => {
    const gap = (length: number): string => ' '.repeat(length - 'alpha'.length);
    expect(reported(`alpha${gap(EVIDENCE_WINDOW)}bravo`)).toEqual(['bravo 0.6']);
    expect(reported(`alpha${gap(EVIDENCE_WINDOW + 1)}bravo`)).toEqual([]);
  });

  it('leaves other findings as they are', () => {
    expect(reported('plain alpha')).toEqual(['plain 0.2']);
    expect(reported('alpha bravo plain')).toEqual(['bravo 0.6', 'plain 0.2']);
  });

  it('is judged by what stands up to it, not by what follows', () => {
    const piece = fc.constantFrom('alpha ', 'aleph ', 'bravo ', 'delta ', 'plain ', '-'.repeat(90));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(piece), (before, after) => {
        const head = before.join('');
        const whole = engine.scan(head + after.join(''));
        expect(whole.filter(({ location }) => location.end <= head.length)).toEqual(
          engine.scan(head),
        );
      }),
    );
  });

  it('depends on the window before it alone', () => {
    const piece = fc.constantFrom('alpha ', 'aleph ', 'bravo ', 'delta ', 'word '.repeat(20));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const found of engine.scan(text)) {
          const from = Math.max(0, found.location.start - EVIDENCE_WINDOW);
          const near = engine.scan(text.slice(from, found.location.end)).at(-1);
          expect(near?.confidence).toBe(found.confidence);
        }
      }),
    );
  });
});
