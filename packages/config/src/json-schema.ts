import type { JsonSchema } from './schema/field.ts';
import { rootSchema } from './schema/root.ts';

/**
 * The JSON Schema (2020-12) of safeai.yaml, for editors and for `safeai config schema`. A fresh copy
 * on each call.
 */
export function configJsonSchema(): JsonSchema {
  return structuredClone(rootSchema);
}
