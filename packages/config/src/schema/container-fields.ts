import type { Field, JsonSchema, Presence, Shape, ShapeValue, ValueOf } from './field.ts';
import { field, type FieldOptions, type PresenceOf } from './field-options.ts';

/** A list. */
export function list<
  F extends Field,
  const O extends FieldOptions<readonly ValueOf<F>[]> & { minItems?: number },
>(item: F, options: O): Field<readonly ValueOf<F>[], PresenceOf<O>> {
  const { minItems } = options;
  return field(options, {
    type: 'array',
    items: item.schema,
    ...(minItems === undefined ? {} : { minItems }),
  });
}

/** What the keys of a map must look like. */
export interface MapOptions extends FieldOptions<Readonly<Record<string, never>>> {
  readonly keys?: { readonly pattern: string; readonly expected: string };
}

/** A map whose keys are the user's own words. */
export function map<F extends Field, const O extends MapOptions>(
  item: F,
  options: O,
): Field<Readonly<Record<string, ValueOf<F>>>, PresenceOf<O>> {
  const { keys } = options;
  const names = keys === undefined ? {} : { pattern: keys.pattern, title: keys.expected };
  return field(options, {
    type: 'object',
    additionalProperties: item.schema,
    ...(keys === undefined ? {} : { propertyNames: names }),
  });
}

/** A block of settings that may be absent. */
export function object<S extends Shape, const O extends Omit<FieldOptions<never>, 'default'>>(
  shape: S,
  options: O,
): Field<ShapeValue<S>, PresenceOf<O>> {
  return field(options, objectKeywords(shape));
}

/** A block of settings that is always there: absent, it is filled with its defaults. */
export function block<S extends Shape>(
  description: string,
  shape: S,
): Field<ShapeValue<S>, 'filled'> {
  return field({ description, default: {} }, objectKeywords(shape));
}

function objectKeywords(shape: Shape): JsonSchema {
  const keys = Object.entries(shape);
  const required = keys.filter(([, item]) => item.presence === 'given').map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries(keys.map(([key, item]) => [key, item.schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** One of several blocks, told apart by the word under `key`. */
export function variants<F extends Field>(
  key: string,
  choices: readonly F[],
  options: FieldOptions<never>,
): Field<ValueOf<F>, 'optional'> {
  return field(options, {
    type: 'object',
    discriminator: { propertyName: key },
    oneOf: choices.map((choice) => choice.schema),
  });
}

/** One value, or a list of at least one. */
export function oneOrMany<F extends Field, const O extends FieldOptions<never>>(
  item: F,
  options: O,
): Field<ValueOf<F> | readonly ValueOf<F>[], PresenceOf<O>> {
  const { description: _description, ...one } = item.schema;
  return field(options, {
    type: ['string', 'array'],
    if: { type: 'string' },
    then: one,
    else: { items: one, minItems: 1 },
  });
}

/** A field whose schema stands once under `$defs` and is referred to by name. */
export function shared<T, P extends Presence>(name: string, item: Field<T, P>): Field<T, P> {
  const { description } = item.schema;
  return {
    schema: { $ref: `#/$defs/${name}`, ...(description === undefined ? {} : { description }) },
    presence: item.presence,
  };
}
