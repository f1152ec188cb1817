import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateDeclared } from '../../src/policy/declared.ts';
import type { PolicyContext } from '../../src/policy/decision.ts';
import { PolicyEngine } from '../../src/policy/engine.ts';
import type { PolicyRule } from '../../src/policy/rule.ts';
import { strictness } from '../../src/policy/strictness.ts';
import { contexts, ruleSets, TAGS } from './arbitraries.ts';

const RUNS = 1000;

describe('what holds for every rule set', () => {
  test('no unlocked rule makes milder what a locked one decides', () => {
    fc.assert(
      fc.property(ruleSets({}, 12), fc.boolean(), contexts(), (rules, defaults, context) => {
        const lockedOnly = new PolicyEngine({
          rules: rules.filter((rule) => rule.locked),
          defaults,
        });
        const all = new PolicyEngine({ rules, defaults });
        const locked = new Set(
          lockedOnly.rules.filter((rule) => rule.locked).map(({ name }) => name),
        );
        // The operator's own rule of a shipped name takes the shipped one's place, locked or not.
        for (const name of locked)
          if (!all.rules.some((rule) => rule.locked && rule.name === name)) locked.delete(name);
        const before = lockedOnly.evaluate(context).verdicts;
        const after = all.evaluate(context).verdicts;
        for (const [index, verdict] of before.entries()) {
          if (verdict.policyName === null || !locked.has(verdict.policyName)) continue;
          const action = after[index]?.action ?? 'allow';
          expect(strictness(action)).toBeGreaterThanOrEqual(strictness(verdict.action));
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('a secret is stopped, whatever unlocked rules there are', () => {
    const secret = fc.constantFrom('secret', 'secret.token', 'secret.api_key.vendor');
    fc.assert(
      fc.property(
        ruleSets({ locks: false }, 12),
        contexts(),
        secret,
        fc.boolean(),
        (rules, context, tag, span) => {
          const engine = new PolicyEngine({ rules, defaults: true });
          const detectedTags = [...(context.detectedTags ?? []), { tag, confidence: 0.5, span }];
          const { action } = engine.evaluate({ ...context, detectedTags });
          expect(strictness(action)).toBeGreaterThanOrEqual(strictness('redact'));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('declaring one more tag never makes the decision milder', () => {
    fc.assert(
      fc.property(
        ruleSets({}, 10),
        fc.boolean(),
        contexts(),
        fc.array(fc.constantFrom(...TAGS), { minLength: 1, maxLength: 4 }),
        (rules, defaults, given, tags) => {
          const engine = new PolicyEngine({ rules, defaults });
          const { dataTags: _, ...rest } = given;
          const context: PolicyContext = { ...rest, detectedTags: given.detectedTags ?? [] };
          let before = strictness(engine.evaluate(context).action);
          for (let count = 0; count <= tags.length; count++) {
            const after = strictness(
              evaluateDeclared(engine, context, tags.slice(0, count)).action,
            );
            expect(after).toBeGreaterThanOrEqual(before);
            before = after;
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('the order of equally placed rules about unrelated tags changes no action', () => {
    const roots = ['a', 'b', 'c', 'd', 'e', 'f'];
    const placed = fc
      .tuple(ruleSets({}, roots.length), fc.shuffledSubarray(roots, { minLength: roots.length }))
      .map(([rules]) =>
        rules.map((rule, index): PolicyRule => {
          const root = roots[index] ?? 'a';
          return { ...rule, name: `about-${root}`, priority: 100, dataTags: [root, `${root}.x`] };
        }),
      );
    const orders = placed.chain((rules) =>
      fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
    );
    const tags = fc.array(fc.constantFrom(...roots, ...roots.map((root) => `${root}.x.y`)), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        orders,
        contexts(),
        tags,
        fc.boolean(),
        ([rules, shuffled], given, dataTags, defaults) => {
          const context = { ...given, dataTags };
          const first = new PolicyEngine({ rules, defaults }).evaluate(context);
          const second = new PolicyEngine({ rules: shuffled, defaults }).evaluate(context);
          expect(second.action).toBe(first.action);
          expect(second.verdicts.map(({ action }) => action)).toEqual(
            first.verdicts.map(({ action }) => action),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('evaluating does not change what comes after', () => {
    fc.assert(
      fc.property(
        ruleSets(),
        fc.array(contexts(), { minLength: 2, maxLength: 6 }),
        (rules, list) => {
          const used = new PolicyEngine({ rules, defaults: true });
          for (const context of list) {
            const fresh = new PolicyEngine({ rules, defaults: true });
            expect(used.evaluate(context)).toEqual(fresh.evaluate(context));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
