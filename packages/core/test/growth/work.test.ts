import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '../../src/detection/catalog/index.ts';
import { DetectionEngine } from '../../src/detection/engine/engine.ts';
import { parseChecked } from '../../src/detection/engine/pattern.ts';
import { WorkBudget } from '../../src/detection/engine/work-budget.ts';
import type { DetectorRule } from '../../src/detection/rule.ts';
import {
  commonTexts,
  type HostileText,
  hostile,
  mixedTexts,
  textsAgainst,
} from './hostile-texts.ts';

/** A budget that tells everything that was asked of it. */
class Ledger extends WorkBudget {
  steps = 0;

  override charge(steps: number): boolean {
    const granted = super.charge(steps);
    if (granted) this.steps += steps;
    return granted;
  }

  override count(steps: number): void {
    super.count(steps);
    this.steps += steps;
  }
}

interface Work {
  /** Patterns that were run. */
  readonly attempts: number;
  /** Worst case of what they cost, or what it was counted to be. */
  readonly steps: number;
}

/** Shortest text. A longer piece, or a longer match of the rule that it is made against, stands in it once. */
const LENGTH = 512;

/**
 * What may come on top: a rule is tried at most once more at the end of a text than in the middle, and
 * one attempt costs up to so many steps.
 */
const MORE_ATTEMPTS = 64;
const MORE_STEPS = 100_000;

function shortestMatch(rule: DetectorRule): number {
  const node = parseChecked(rule.pattern, rule.ignoreCase === true ? 'i' : '');
  return typeof node === 'string' ? rule.maxLength : node.min;
}

describe('the work of a scan', () => {
  const engine = new DetectionEngine({ rules: CATALOGUE });

  function work(text: string): Work {
    const budget = new Ledger();
    engine.scan(text, { budget });
    return budget;
  }

  /** What grows faster than the text where it becomes twice as long, and twice as long again. */
  function growing(against: HostileText, reach: number): string[] {
    const length = Math.max(LENGTH, against.piece.length, reach);
    const single = work(hostile(against, length));
    const double = work(hostile(against, 2 * length));
    const fourfold = work(hostile(against, 4 * length));
    const isFaster = (first: number, second: number, third: number, more: number): boolean =>
      third - second > 2.2 * Math.max(first, second - first) + more;
    return [
      ...(isFaster(single.attempts, double.attempts, fourfold.attempts, MORE_ATTEMPTS)
        ? ['attempts']
        : []),
      ...(isFaster(single.steps, double.steps, fourfold.steps, MORE_STEPS) ? ['steps'] : []),
    ];
  }

  function failures(texts: readonly HostileText[], reach: number): string[] {
    return texts.flatMap((text) => {
      const grows = growing(text, reach);
      return grows.length === 0
        ? []
        : [`${grows.join(' and ')} against ${text.target}: ${text.generator}`];
    });
  }

  it('grows as the text does, in texts that are made against no rule in particular', () => {
    expect(failures([...commonTexts(), ...mixedTexts(CATALOGUE)], 0)).toEqual([]);
  });

  it('grows as the text does, in texts that are made against each rule of the catalogue', () => {
    const found = CATALOGUE.flatMap((rule) => failures(textsAgainst(rule), shortestMatch(rule)));
    expect(found).toEqual([]);
  });
});
