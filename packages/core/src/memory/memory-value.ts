import { utf8ToBytes } from '@noble/hashes/utils.js';

import { wrongField } from '../boundary/require.ts';
import type { JsonValue } from '../json.ts';
import type { MemoryValueType } from './memory-schema.ts';

const NOT_JSON = 'must be a JSON value';

/** A value as it would be kept. */
export interface CopiedValue {
  readonly value: JsonValue;
  /** Length of its JSON in UTF-8. */
  readonly bytes: number;
}

/**
 * A copy of a value: what is judged is what is kept, whatever the caller does to the value in the meantime
 * and whatever its `toJSON` says the next time. Linear.
 *
 * @throws InvalidRequestError for what is no JSON value, or refers to itself
 */
export function copyValue(value: unknown): CopiedValue {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    throw wrongField('value', NOT_JSON, cause);
  }
  // The declared type leaves out what a function or `undefined` gives.
  if ((json as string | undefined) === undefined) throw wrongField('value', NOT_JSON);
  return { value: JSON.parse(json) as JsonValue, bytes: utf8ToBytes(json).length };
}

/** Whether a value is what a schema's field says. */
export function isOfType(value: JsonValue, type: MemoryValueType): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'integer':
      return Number.isInteger(value);
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
