import { resolve } from 'node:path';
import type { Problem } from '../problem.ts';
import { camelCase, type JsonSchema } from '../schema/field.ts';
import { schemaFor } from '../schema/navigate.ts';
import { looksLikeSecretRef, parseSecretRef, type SecretRef } from '../secret-ref.ts';
import {
  entryOf,
  plainValue,
  type ConfigNode,
  type MapNode,
  type PathStep,
  type ScalarNode,
} from '../yaml/node.ts';
import type { Place } from '../yaml/source.ts';
import { nodeFrom } from '../yaml/node-from.ts';

/** What a tree is turned into values with. */
export interface Normaliser {
  readonly problems: Problem[];
  /** Every reference that was met. */
  readonly secretRefs: SecretRef[];
}

/**
 * The value of a valid node as programs use it: camelCase keys, defaults filled in, paths absolute,
 * `secret://` texts as references. Keys of the user's own (tenants, variables, fields) stay as written.
 */
export function normalise(
  node: ConfigNode,
  schema: JsonSchema,
  context: Normaliser,
  path: readonly PathStep[] = [],
): unknown {
  const own = schemaFor(schema, node);
  if (node.kind === 'scalar') return normaliseScalar(node, own, context, path);
  if (node.kind === 'list') {
    const items = own.items ?? (own['else'] as JsonSchema | undefined)?.items;
    if (items === undefined) return plainValue(node);
    return node.items.map((item, index) => normalise(item, items, context, [...path, index]));
  }
  return own.properties === undefined
    ? normaliseMap(node, own, context, path)
    : normaliseBlock(node, own.properties, context, path);
}

function normaliseBlock(
  node: MapNode,
  properties: Readonly<Record<string, JsonSchema>>,
  context: Normaliser,
  path: readonly PathStep[],
): Record<string, unknown> {
  const block: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(properties)) {
    const value = entryOf(node, key)?.value ?? defaultOf(schema, node.place);
    if (value !== undefined)
      block[camelCase(key)] = normalise(value, schema, context, [...path, key]);
  }
  return block;
}

function normaliseMap(
  node: MapNode,
  schema: JsonSchema,
  context: Normaliser,
  path: readonly PathStep[],
): unknown {
  const inner = schema.additionalProperties;
  if (typeof inner !== 'object') return plainValue(node);
  const map = Object.create(null) as Record<string, unknown>;
  for (const entry of node.entries) {
    map[entry.key] = normalise(entry.value, inner, context, [...path, entry.key]);
  }
  return map;
}

function normaliseScalar(
  node: ScalarNode,
  schema: JsonSchema,
  context: Normaliser,
  path: readonly PathStep[],
): unknown {
  const { value, place } = node;
  if (typeof value !== 'string') return value;
  if (looksLikeSecretRef(value)) {
    const reference = schema.writeOnly === true ? parseSecretRef(value) : undefined;
    if (reference !== undefined) {
      context.secretRefs.push(reference);
      return reference;
    }
    const message =
      schema.writeOnly === true
        ? 'a secret reference reads secret://env/NAME, secret://vault/path#key or secret://aws/name#key'
        : 'this setting is no secret and cannot be a secret:// reference';
    context.problems.push({ message, path, place });
    return value;
  }
  return schema.format === 'path' ? resolve(place.source.folder, value) : value;
}

function defaultOf(schema: JsonSchema, place: Place): ConfigNode | undefined {
  return schema.default === undefined ? undefined : nodeFrom(schema.default, place);
}
