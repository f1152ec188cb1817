import type { Problem } from '../problem.ts';
import type { JsonSchema } from '../schema/field.ts';
import { plainValue } from '../yaml/node.ts';
import type { Source } from '../yaml/source.ts';
import { accepts } from './accepts.ts';
import type { Located } from './build.ts';

/** Those of some parts in which nothing wrong was found, whatever is wrong elsewhere. */
export function faultless<P extends Located>(
  parts: readonly P[],
  schema: JsonSchema,
  problems: readonly Problem[],
): readonly P[] {
  if (problems.length === 0) return parts;
  const depths = new Set(parts.map(({ path }) => path.length));
  const faulty = new Map<Source, Set<string>>();
  for (const { place, path } of problems) {
    const paths = faulty.get(place.source) ?? new Set();
    faulty.set(place.source, paths);
    for (const depth of depths) paths.add(JSON.stringify(path.slice(0, depth)));
  }
  return parts.filter(
    ({ node, path }) =>
      faulty.get(node.place.source)?.has(JSON.stringify(path)) !== true &&
      accepts(schema, plainValue(node)),
  );
}
