import type { Problem } from '../problem.ts';
import type { JsonSchema } from '../schema/field.ts';
import { schemaFor, schemaOfKey } from '../schema/navigate.ts';
import { looksLikeSecretRef, parseSecretRef } from '../secret-ref.ts';
import type { ConfigNode, PathStep } from '../yaml/node.ts';

const FORMS = 'secret://env/NAME, secret://vault/path#key or secret://aws/name#key';

/** Adds references that are malformed, or that stand where no secret is taken. */
export function checkSecretRefs(
  node: ConfigNode,
  schema: JsonSchema,
  problems: Problem[],
  path: readonly PathStep[] = [],
): void {
  const own = schemaFor(schema, node);
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || !looksLikeSecretRef(node.value)) return;
    const reference = parseSecretRef(node.value);
    const { place } = node;
    if (own.writeOnly === true) {
      if (reference !== undefined) return;
      problems.push({ message: `a secret reference reads ${FORMS}`, path, place });
    } else if (reference !== undefined) {
      const message = 'this setting is no secret and cannot be a secret:// reference';
      problems.push({ message, path, place });
    }
  } else if (node.kind === 'list') {
    const { items } = own;
    if (items === undefined) return;
    node.items.forEach((item, index) => {
      checkSecretRefs(item, items, problems, [...path, index]);
    });
  } else {
    for (const { key, value } of node.entries) {
      const inner = schemaOfKey(own, key);
      if (inner !== undefined) checkSecretRefs(value, inner, problems, [...path, key]);
    }
  }
}
