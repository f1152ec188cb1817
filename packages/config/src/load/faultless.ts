import type { Problem } from '../problem.ts';
import type { JsonSchema } from '../schema/field.ts';
import { plainValue } from '../yaml/node.ts';
import { accepts } from './accepts.ts';
import type { Located } from './build.ts';

/** Those of some parts in which nothing wrong was found, whatever is wrong elsewhere. */
export function faultless<P extends Located>(
  parts: readonly P[],
  schema: JsonSchema,
  problems: readonly Problem[],
): readonly P[] {
  if (problems.length === 0) return parts;
  return parts.filter(
    (part) =>
      !problems.some((problem) => isIn(problem, part)) && accepts(schema, plainValue(part.node)),
  );
}

function isIn(problem: Problem, { node, path }: Located): boolean {
  return (
    problem.place.source === node.place.source &&
    path.every((step, index) => problem.path[index] === step)
  );
}
