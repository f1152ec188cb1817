import type { Problem } from '../problem.ts';
import type { JsonSchema } from '../schema/field.ts';
import { schemaFor, schemaOfKey } from '../schema/navigate.ts';
import { looksLikeSecretRef } from '../secret-ref.ts';
import type { ConfigNode, PathStep } from '../yaml/node.ts';

/** Settings that are always a secret, unlike addresses and headers, which only may hold one. */
const ALWAYS = /^(api_key|routing_key|webhook_url|password|secret|client_secret)$/;

/** Secrets that are written out in the file, where everyone who reads it sees them. */
export function plainSecrets(
  node: ConfigNode,
  schema: JsonSchema,
  path: readonly PathStep[] = [],
): Problem[] {
  const own = schemaFor(schema, node);
  if (node.kind === 'scalar') {
    const secret =
      own.writeOnly === true &&
      (ALWAYS.test(String(path.at(-1))) || path[0] === 'keys' || path[0] === 'detection');
    const outside = node.fromEnvironment === true || looksLikeSecretRef(String(node.value));
    if (!secret || outside) return [];
    const message =
      'the secret is written out in the file; use ${VARIABLE} or a secret:// reference';
    return [{ message, path, place: node.place }];
  }
  if (node.kind === 'list') {
    const { items } = own;
    if (items === undefined) return [];
    return node.items.flatMap((item, index) => plainSecrets(item, items, [...path, index]));
  }
  return node.entries.flatMap(({ key, value }) => {
    const inner = schemaOfKey(own, key);
    return inner === undefined ? [] : plainSecrets(value, inner, [...path, key]);
  });
}
