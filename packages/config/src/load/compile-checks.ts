import {
  DetectionEngine,
  PolicyEngine,
  SafeAIError,
  type DetectorRule,
  type ErrorDetail,
} from '@safeai/core';
import type { ConfigData } from '../config-data.ts';
import type { Problem } from '../problem.ts';
import { nodeAt, type ConfigNode, type MapNode } from '../yaml/node.ts';
import type { Located } from './build.ts';
import { takenDetectorIds } from './catalogue-checks.ts';
import { hideEnvironment } from './hide-environment.ts';
import { parsePath } from './locate.ts';
import { placeInRule } from './place-in-rule.ts';

/** Compiles the rules as a running system will, and adds what core refuses, with its place in the file. */
export function checkPolicies(
  policies: ConfigData['policies'],
  rules: readonly Located[],
  problems: Problem[],
): void {
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

/** Compiles each detector of the user's own, and runs it on its examples. */
export function checkDetectors(
  detectors: ConfigData['detection']['rules'],
  root: MapNode,
  problems: Problem[],
): void {
  detectors.forEach((rule, index) => {
    const path = ['detection', 'rules', index];
    const faults = refusals(() => {
      testExamples(rule, new DetectionEngine({ rules: [rule] }), (steps, message) => {
        const at = [...path, 'examples', ...steps];
        problems.push({ message, path: at, place: placeOf(root, at) });
      });
    });
    const node = nodeAt(root, path) ?? root;
    for (const { message } of faults) {
      problems.push({ message: hideEnvironment(message, node), path, place: node.place });
    }
  });
  problems.push(...takenDetectorIds(root));
}

function testExamples(
  rule: DetectorRule,
  engine: DetectionEngine,
  report: (steps: readonly (string | number)[], message: string) => void,
): void {
  rule.examples.positive.forEach((text, index) => {
    if (engine.scan(text).length === 0) {
      report(['positive', index], 'the detector finds nothing in this example');
    }
  });
  rule.examples.negative.forEach((text, index) => {
    if (engine.scan(text).length > 0) {
      report(['negative', index], 'the detector finds something in this example');
    }
  });
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

function placeOf(root: ConfigNode, path: readonly (string | number)[]): Problem['place'] {
  return nodeAt(root, path)?.place ?? root.place;
}
