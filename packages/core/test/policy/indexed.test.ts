import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateDeclared } from '../../src/policy/declared.ts';
import type { PolicyContext, PolicyDecision } from '../../src/policy/decision.ts';
import { DEFAULT_RULES } from '../../src/policy/defaults.ts';
import { PolicyEngine } from '../../src/policy/engine.ts';
import { DEFAULT_ACTIONS } from '../../src/policy/strictness.ts';
import { ACTIONS, contexts, ruleSets } from './arbitraries.ts';
import { referenceDecision, type ReferenceDecision } from './reference.ts';

const RUNS = 1000;
const NESTED = ['a', 'a.b', 'a.b.c'];

function summary(decision: PolicyDecision): Omit<ReferenceDecision, 'decidedBy'> {
  return {
    action: decision.action,
    policyName: decision.policyName,
    verdicts: decision.verdicts,
    approvals: decision.approvals.map(({ policyName }) => policyName),
  };
}

describe('the engine decides as the plain reading of the design', () => {
  test.each([
    ['rules of all kinds', ruleSets(), contexts()],
    ['many unsure conditions', ruleSets({ whens: 12, shadows: false }), contexts(8)],
    [
      'unsure rules of one tenant about nested tags',
      ruleSets({ whens: 6, shadows: false, locks: false, tags: NESTED, tenants: ['default'] }),
      fc.record({
        boundary: fc.constant('input' as const),
        dataTags: fc.constant(['a.b.c']),
        parameters: fc.constant({ n: '4' }),
      }),
    ],
  ])('%s', (_name, sets, given) => {
    fc.assert(
      fc.property(
        sets,
        fc.boolean(),
        fc.constantFrom(...DEFAULT_ACTIONS),
        fc.array(given, { minLength: 1, maxLength: 5 }),
        (rules, defaults, defaultAction, list) => {
          const engine = new PolicyEngine({ rules, defaults, defaultAction });
          const options = { rules, shipped: defaults ? DEFAULT_RULES : [], defaultAction };
          for (const context of list) {
            const decision = engine.evaluate(context);
            const { decidedBy, ...expected } = referenceDecision(options, context);
            expect(summary(decision)).toEqual(expected);
            const would = referenceDecision(options, context, true);
            const { action, policyName } = would;
            const differs = action !== expected.action || would.decidedBy !== decidedBy;
            expect(decision.wouldHave).toEqual(differs ? { action, policyName } : undefined);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('with declared tags: the stricter of the detected ones alone and of all', () => {
    const detectedOnly = contexts().map((context): PolicyContext => {
      const { dataTags: _, ...rest } = context;
      return { ...rest, detectedTags: context.detectedTags ?? [] };
    });
    const declared = fc.array(fc.constantFrom('a', 'a.b', 'secret', 'personal.pii'), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        ruleSets(),
        fc.boolean(),
        detectedOnly,
        declared,
        (rules, defaults, context, tags) => {
          const engine = new PolicyEngine({ rules, defaults });
          const options = {
            rules,
            shipped: defaults ? DEFAULT_RULES : [],
            defaultAction: 'block' as const,
          };
          const alone = referenceDecision(options, context);
          const together = referenceDecision(options, { ...context, dataTags: tags });
          const rank = (action: (typeof ACTIONS)[number]): number => ACTIONS.indexOf(action);
          const expected = rank(together.action) > rank(alone.action) ? together : alone;
          expect(evaluateDeclared(engine, context, tags).action).toBe(expected.action);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('explanations select the rules that decide', () => {
    fc.assert(
      fc.property(ruleSets(), fc.boolean(), contexts(), (rules, defaults, context) => {
        const engine = new PolicyEngine({ rules, defaults });
        const decision = engine.evaluate(context);
        const explanation = engine.explain(context);
        expect(explanation.action).toBe(decision.action);
        expect(explanation.policyName).toBe(decision.policyName);
        for (const [index, tag] of explanation.tags.entries()) {
          const { candidates, source: _, ...verdict } = tag;
          expect(verdict).toEqual(decision.verdicts[index]);
          const selected = candidates.filter(({ outcome }) => outcome === 'selected');
          if (tag.policyName === null) expect(selected).toEqual([]);
          else expect(selected.map(({ rule }) => rule)).toContain(tag.policyName);
          for (const { outcome, why } of candidates) {
            expect(why).not.toBe('');
            if (outcome === 'selected') continue;
            expect(why).not.toMatch(/decides,/);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
