import { exactProblems, type ExactValue } from '@safeai/core';
import type { Problem } from '../problem.ts';
import { parseSecretRef } from '../secret-ref.ts';
import { nodeAt, type ConfigNode, type MapNode, type PathStep } from '../yaml/node.ts';
import { hideEnvironment } from './hide-environment.ts';
import type { Environment } from './interpolate.ts';
import { parsePath } from './locate.ts';
import { secretReader } from './secret-reader.ts';

const EXACT: readonly PathStep[] = ['detection', 'exact'];

/** Adds what core refuses of the values that are looked for as they stand; those not at hand are passed over. */
export function checkExactValues(
  root: MapNode,
  environment: Environment,
  problems: Problem[],
): void {
  const list = nodeAt(root, EXACT);
  const nodes = list?.kind === 'list' ? list.items : [];
  const given: { readonly index: number; readonly node: ConfigNode; readonly value: ExactValue }[] =
    [];
  for (const [index, node] of nodes.entries()) {
    const value = exactValueOf(node, root, environment);
    if (value !== undefined) given.push({ index, node, value });
  }
  for (const { path = '', message } of exactProblems(given.map(({ value }) => value))) {
    const [, index, ...steps] = parsePath(path);
    const item = given[Number(index)];
    if (item === undefined) throw new Error(`Check of exact values: no value at ${path}.`);
    const { place } = nodeAt(item.node, steps) ?? item.node;
    // What the schema refuses needs no second message.
    if (problems.some((known) => known.place === place)) continue;
    problems.push({
      message: hideEnvironment(message, item.node),
      path: [...EXACT, item.index, ...steps],
      place,
    });
  }
}

function exactValueOf(
  node: ConfigNode,
  root: MapNode,
  environment: Environment,
): ExactValue | undefined {
  const name = textAt(node, 'name');
  const text = textAt(node, 'value');
  if (name === undefined || text === undefined) return undefined;
  const reference = parseSecretRef(text);
  const value = reference === undefined ? text : secretReader(root, environment)(reference);
  return value === undefined ? undefined : { name, value };
}

function textAt(node: ConfigNode, key: string): string | undefined {
  const found = node.kind === 'map' ? nodeAt(node, [key]) : undefined;
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
}
