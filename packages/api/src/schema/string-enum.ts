import { Type, type SchemaOptions, type TUnsafe } from '@sinclair/typebox';

/** One of the given strings, as `enum` (TypeBox's own union of literals reads poorly in documents and errors). */
export function StringEnum<const Values extends readonly string[]>(
  values: Values,
  options: SchemaOptions = {},
): TUnsafe<Values[number]> {
  return Type.Unsafe<Values[number]>({ ...options, type: 'string', enum: [...values] });
}
