import { entryOf, type ConfigNode } from '../yaml/node.ts';
import type { JsonSchema } from './field.ts';
import { rootSchema } from './root.ts';

/** The schema itself, or the one under `$defs` that it refers to. */
export function resolveRef(schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const target = rootSchema.$defs?.[schema.$ref.slice('#/$defs/'.length)];
  if (target === undefined) throw new Error(`The schema has no definition ${schema.$ref}.`);
  return target;
}

/** The schema that holds for a node: references followed, and of variants the one that its key names. */
export function schemaFor(schema: JsonSchema, node: ConfigNode | undefined): JsonSchema {
  const resolved = resolveRef(schema);
  const key = resolved.discriminator?.propertyName;
  if (key === undefined || node?.kind !== 'map') return resolved;
  const word = entryOf(node, key)?.value;
  const match = resolved.oneOf?.find(
    (variant) => word?.kind === 'scalar' && variant.properties?.[key]?.const === word.value,
  );
  return match ?? resolved;
}

/** The schema of a key's value, or undefined for a key that the schema does not know. */
export function schemaOfKey(schema: JsonSchema, key: string): JsonSchema | undefined {
  if (schema.properties !== undefined) {
    return Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** Whether values of any of these types are wanted. */
export function wants(schema: JsonSchema, ...types: readonly string[]): boolean {
  const declared = Array.isArray(schema.type) ? schema.type : [schema.type];
  return declared.some((type) => types.includes(String(type)));
}
