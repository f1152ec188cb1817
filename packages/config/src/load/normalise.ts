import { resolve } from 'node:path';
import { camelCase, type JsonSchema } from '../schema/field.ts';
import { schemaFor } from '../schema/navigate.ts';
import { parseSecretRef, type SecretRef } from '../secret-ref.ts';
import {
  entryOf,
  plainValue,
  type ConfigNode,
  type MapNode,
  type ScalarNode,
} from '../yaml/node.ts';
import { nodeFrom } from '../yaml/node-from.ts';

/**
 * The value of a valid node as programs use it: camelCase keys, defaults filled in, paths absolute,
 * `secret://` texts as references. Keys of the user's own (tenants, variables, fields) stay as written.
 *
 * @param secretRefs every reference that is met is added here
 */
export function normalise(node: ConfigNode, schema: JsonSchema, secretRefs: SecretRef[]): unknown {
  const own = schemaFor(schema, node);
  if (node.kind === 'scalar') return normaliseScalar(node, own, secretRefs);
  if (node.kind === 'list') {
    const items = own.items ?? own.else?.items;
    if (items === undefined) return plainValue(node);
    return node.items.map((item) => normalise(item, items, secretRefs));
  }
  return own.properties === undefined
    ? normaliseMap(node, own, secretRefs)
    : normaliseBlock(node, own.properties, secretRefs);
}

function normaliseBlock(
  node: MapNode,
  properties: Readonly<Record<string, JsonSchema>>,
  secretRefs: SecretRef[],
): Record<string, unknown> {
  const block: Record<string, unknown> = {};
  for (const { key, value } of node.entries) {
    const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
    // A key without a schema is one that is ignored.
    if (schema !== undefined) block[camelCase(key)] = normalise(value, schema, secretRefs);
  }
  for (const [key, schema] of filledOf(properties)) {
    if (entryOf(node, key) !== undefined) continue;
    block[camelCase(key)] = normalise(nodeFrom(schema.default, node.place), schema, secretRefs);
  }
  return block;
}

const filled = new WeakMap<object, readonly (readonly [string, JsonSchema])[]>();

/** The settings that have a default. */
function filledOf(
  properties: Readonly<Record<string, JsonSchema>>,
): readonly (readonly [string, JsonSchema])[] {
  let known = filled.get(properties);
  if (known === undefined) {
    known = Object.entries(properties).filter(([, schema]) => schema.default !== undefined);
    filled.set(properties, known);
  }
  return known;
}

function normaliseMap(node: MapNode, schema: JsonSchema, secretRefs: SecretRef[]): unknown {
  const inner = schema.additionalProperties;
  if (typeof inner !== 'object') return plainValue(node);
  const map = Object.create(null) as Record<string, unknown>;
  for (const entry of node.entries) {
    map[entry.key] = normalise(entry.value, inner, secretRefs);
  }
  return map;
}

function normaliseScalar(node: ScalarNode, schema: JsonSchema, secretRefs: SecretRef[]): unknown {
  const { value, place } = node;
  if (typeof value !== 'string') return value;
  const reference = schema.writeOnly === true ? parseSecretRef(value) : undefined;
  if (reference !== undefined) {
    secretRefs.push(reference);
    return reference;
  }
  return schema.format === 'path' ? resolve(place.source.folder, value) : value;
}
