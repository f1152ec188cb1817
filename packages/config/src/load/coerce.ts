import type { JsonSchema } from '../schema/field.ts';
import { schemaFor, schemaOfKey, wants } from '../schema/navigate.ts';
import type { ConfigNode, ScalarNode, ScalarValue } from '../yaml/node.ts';

/**
 * Gives texts that came from the environment the type that the schema wants there: `port: ${PORT}` is
 * a number, `routing_key: ${KEY}` stays text even if it consists of digits.
 */
export function coerce(node: ConfigNode, schema: JsonSchema): ConfigNode {
  const own = schemaFor(schema, node);
  if (node.kind === 'scalar') return coerceScalar(node, own);
  if (node.kind === 'list') {
    const { items } = own;
    if (items === undefined) return node;
    return { ...node, items: node.items.map((item) => coerce(item, items)) };
  }
  const entries = node.entries.map((entry) => {
    const inner = schemaOfKey(own, entry.key);
    return inner === undefined ? entry : { ...entry, value: coerce(entry.value, inner) };
  });
  return { ...node, entries };
}

function coerceScalar(node: ScalarNode, schema: JsonSchema): ScalarNode {
  if (node.fromEnvironment !== true || typeof node.value !== 'string') return node;
  if (wants(schema, 'string')) return node;
  return { ...node, value: typed(node.value.trim(), schema) };
}

function typed(text: string, schema: JsonSchema): ScalarValue {
  if (wants(schema, 'integer', 'number') && /^[-+]?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (wants(schema, 'boolean') && /^(true|false)$/i.test(text))
    return text.toLowerCase() === 'true';
  return text;
}
