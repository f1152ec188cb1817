import type { Problem } from '../problem.ts';
import type { ConfigNode } from '../yaml/node.ts';
import { coerce } from './coerce.ts';
import { checkExactValues } from './exact-checks.ts';
import { interpolate, type Environment } from './interpolate.ts';
import { checkSecretRefs } from './secret-checks.ts';
import { validate } from './validate.ts';
import { DOCUMENT_SCHEMAS, type DocumentKind } from './validator.ts';

/**
 * Puts environment variables into a document, gives them their types and checks the result against
 * the schema of its kind.
 */
export function prepare<N extends ConfigNode>(
  kind: DocumentKind,
  root: N,
  environment: Environment,
  problems: Problem[],
): N {
  const schema = DOCUMENT_SCHEMAS[kind];
  const typed = coerce(interpolate(root, environment, problems), schema);
  const known = new Set(problems.map(placeKey));
  const found: Problem[] = [];
  validate(kind, typed, found);
  checkSecretRefs(typed, schema, environment, found);
  if (kind === 'config' && typed.kind === 'map') checkExactValues(typed, environment, found);
  // What could not be read has left nothing behind; that it is missing needs no second message.
  for (const problem of found) if (!known.has(placeKey(problem))) problems.push(problem);
  // Neither step changes the kind of a node.
  return typed as N;
}

function placeKey({ place }: Problem): string {
  return `${place.offset}:${place.source.name}`;
}
