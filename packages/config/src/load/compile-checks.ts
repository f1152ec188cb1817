import { failingExamples, PolicyEngine, SafeAIError, type ErrorDetail } from '@safeai/core';
import type { Problem } from '../problem.ts';
import { nodeAt } from '../yaml/node.ts';
import { detectorOf, policyOf, type Located } from './build.ts';
import { hideEnvironment } from './hide-environment.ts';
import { parsePath } from './locate.ts';
import { placeInRule } from './place-in-rule.ts';

/** Compiles valid rules as a running system will, and adds what core refuses, with its place in the file. */
export function checkPolicies(rules: readonly Located[], problems: Problem[]): void {
  const policies = rules.map((rule) => policyOf(rule));
  for (const { path = '', message } of refusals(() => new PolicyEngine({ rules: policies }))) {
    const [, index, ...steps] = parsePath(path);
    const rule = rules[Number(index)];
    if (rule === undefined) throw new Error(`Policy check: no rule at ${path}.`);
    const found = placeInRule(rule.node, steps);
    problems.push({
      message: hideEnvironment(message, rule.node),
      path: [...rule.path, ...found.path],
      place: found.place,
    });
  }
}

/** Compiles each of some valid detectors of the user's own, and runs it on its examples. */
export function checkDetectors(detectors: readonly Located[], problems: Problem[]): void {
  for (const located of detectors) {
    const { node, path } = located;
    const rule = detectorOf(located);
    const faults = refusals(() => {
      for (const { kind, index } of failingExamples(rule)) {
        const at = ['examples', kind, index];
        const message = `the detector finds ${kind === 'positive' ? 'nothing' : 'something'} in this example`;
        const { place } = nodeAt(node, at) ?? node;
        problems.push({ message, path: [...path, ...at], place });
      }
    });
    for (const { message, path: part = '' } of faults) {
      const [, , ...steps] = parsePath(part);
      const found = placeInRule(node, steps);
      problems.push({
        message: hideEnvironment(message, node),
        path: [...path, ...found.path],
        place: found.place,
      });
    }
  }
}

/** Everything that core refuses while something is built. */
function refusals(build: () => unknown): readonly ErrorDetail[] {
  try {
    build();
    return [];
  } catch (error) {
    if (SafeAIError.isInstance(error)) return error.details;
    throw error;
  }
}
