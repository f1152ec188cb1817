import type { JsonObject, JsonValue } from '@safeai/core';
import {
  Type,
  type SchemaOptions,
  type Static,
  type TObject,
  type TProperties,
  type TUnsafe,
} from '@sinclair/typebox';

/** Any JSON value. */
export function AnyJson(description: string): TUnsafe<JsonValue> {
  return Type.Unsafe<JsonValue>({ description });
}

/** A JSON object with any members. */
export function AnyJsonObject(options: SchemaOptions): TUnsafe<JsonObject> {
  return Type.Unsafe<JsonObject>({ ...options, type: 'object' });
}

/** A JSON object or null. */
export function AnyJsonObjectOrNull(description: string): TUnsafe<JsonObject | null> {
  return Type.Unsafe<JsonObject | null>({ type: ['object', 'null'], description });
}

/** An object with these members and no others, or null. */
export function ObjectOrNull<Members extends TProperties>(
  members: Members,
  options: SchemaOptions,
): TUnsafe<Static<TObject<Members>> | null> {
  const schema = Type.Object(members, { ...options, additionalProperties: false });
  return Type.Unsafe({ ...schema, type: ['object', 'null'] });
}

/** A string or null. */
export function StringOrNull(description: string): TUnsafe<string | null> {
  return Type.Unsafe<string | null>({ type: ['string', 'null'], description });
}

/** A number or null. */
export function NumberOrNull(
  description: string,
  type: 'number' | 'integer' = 'number',
): TUnsafe<number | null> {
  return Type.Unsafe<number | null>({ type: [type, 'null'], description });
}
