import type { JsonObject, JsonValue } from '@safeai/core';
import type { ConfigData } from './config-data.ts';
import { formatDuration } from './duration.ts';
import { camelCase, type JsonSchema } from './schema/field.ts';
import { resolveRef } from './schema/navigate.ts';
import { rootSchema } from './schema/root.ts';
import { SecretRef } from './secret-ref.ts';

/** Stands for the text of a secret setting. */
export const MASK = '[secret]';

/**
 * A configuration as the file would write it: snake_case, defaults filled in, included rules and
 * contracts in their lists. Secret texts are masked, those in addresses too; references are shown.
 */
export function showConfig(config: ConfigData): JsonObject {
  const ofTenants = new Set(Object.values(config.tenants).flatMap((tenant) => tenant.policies));
  const shown = {
    ...config,
    policies: config.policies.filter((rule) => !ofTenants.has(rule)),
    policyFiles: [],
    contracts: { ...config.contracts, files: [] },
  };
  return showBlock(shown, rootSchema.properties ?? {});
}

function show(value: unknown, schema: JsonSchema): JsonValue {
  const own = resolveRef(schema);
  if (value instanceof SecretRef) return value.toString();
  if (typeof value !== 'object' || value === null) {
    if (own.writeOnly === true) return MASK;
    return own.format === 'http-url' ? showAddress(String(value)) : (value as JsonValue);
  }
  if (Array.isArray(value)) {
    return value.map((item) => show(item, own.items ?? {}));
  }
  if (own.oneOf !== undefined) return show(value, variantOf(own, value));
  if (own.properties !== undefined) return showBlock(value, own.properties);
  const inner = typeof own.additionalProperties === 'object' ? own.additionalProperties : {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, show(item, inner)]));
}

/** A user with a password, a query and a fragment may hold a secret; no address needs to be shown with them. */
function showAddress(address: string): string {
  return address.replace(/\/\/[^/?#]*@/, `//${MASK}@`).replace(/([?#]).*/s, `$1${MASK}`);
}

function showBlock(block: object, properties: Readonly<Record<string, JsonSchema>>): JsonObject {
  const values = block as Readonly<Record<string, unknown>>;
  const shown = Object.entries(properties).flatMap(([key, schema]): [string, JsonValue][] => {
    // A loaded rule holds its times in another unit.
    const milliseconds = values[`${camelCase(key)}Ms`];
    if (typeof milliseconds === 'number') return [[key, formatDuration(milliseconds)]];
    const value = values[camelCase(key)];
    return value === undefined ? [] : [[key, show(value, schema)]];
  });
  return Object.fromEntries(shown);
}

function variantOf(schema: JsonSchema, value: object): JsonSchema {
  const key = schema.discriminator?.propertyName ?? '';
  const word = (value as Readonly<Record<string, unknown>>)[camelCase(key)];
  return schema.oneOf?.find((variant) => variant.properties?.[key]?.const === word) ?? {};
}
