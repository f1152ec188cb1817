import { DURATION_PATTERN, type Duration } from '../duration.ts';
import type { SecretValue } from '../secret-ref.ts';
import type { Field, JsonSchema, Presence, Shape, ShapeValue, ValueOf } from './field.ts';

/** What every setting says of itself. */
export interface FieldOptions<T> {
  /** One or two sentences for the reference page and the editor. */
  readonly description: string;
  /** The value when the key is absent. */
  readonly default?: T;
  /** The key must be written. */
  readonly required?: true;
}

/** The presence that options lead to. */
export type PresenceOf<O> = O extends { required: true }
  ? 'given'
  : O extends { default: unknown }
    ? 'filled'
    : 'optional';

function field<T, P extends Presence>(
  options: FieldOptions<unknown>,
  keywords: JsonSchema,
): Field<T, P> {
  const { description } = options;
  const filled = options.default !== undefined;
  const presence = options.required === true ? 'given' : filled ? 'filled' : 'optional';
  const schema = { description, ...keywords, ...(filled ? { default: options.default } : {}) };
  return { schema, presence: presence as P };
}

/** Formats that texts are checked for; see `load/formats.ts`. */
export type TextFormat = 'cidr' | 'glob' | 'hostname-or-ip' | 'http-url' | 'path' | 'tag' | 'email';

/** What a text must look like. */
export interface TextOptions extends FieldOptions<string> {
  /** A `path` is resolved against the folder of the file that names it. */
  readonly format?: TextFormat;
  readonly pattern?: string;
  /** The pattern in words, for messages: `three capital letters`. */
  readonly expected?: string;
}

/** A text. */
export function text<const O extends TextOptions>(options: O): Field<string, PresenceOf<O>> {
  const { format, pattern, expected } = options;
  return field(options, {
    type: 'string',
    minLength: 1,
    ...(format === undefined ? {} : { format }),
    ...(pattern === undefined ? {} : { pattern, title: expected ?? pattern }),
  });
}

/** One of a few words. */
export function choice<const W extends string, const O extends FieldOptions<NoInfer<W>>>(
  words: readonly W[],
  options: O,
): Field<W, PresenceOf<O>> {
  return field(options, { type: 'string', enum: words });
}

/** Bounds of a number, both allowed values. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A whole number. */
export function integer<const O extends FieldOptions<number> & Bounds>(
  options: O,
): Field<number, PresenceOf<O>> {
  return field(options, { type: 'integer', ...bounds(options) });
}

/** A number. */
export function number<const O extends FieldOptions<number> & Bounds>(
  options: O,
): Field<number, PresenceOf<O>> {
  return field(options, { type: 'number', ...bounds(options) });
}

function bounds({ minimum, maximum }: Bounds): JsonSchema {
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

/** True or false. */
export function flag<const O extends FieldOptions<boolean>>(
  options: O,
): Field<boolean, PresenceOf<O>> {
  return field(options, { type: 'boolean' });
}

/** A duration such as `30m`; it stays text, and `parseDuration` gives its milliseconds. */
export function duration<const O extends FieldOptions<Duration>>(
  options: O,
): Field<Duration, PresenceOf<O>> {
  return field(options, { type: 'string', pattern: DURATION_PATTERN });
}

/** A text that must not be shown, or a `secret://` reference to it. */
export function secret<const O extends FieldOptions<string>>(
  options: O,
): Field<SecretValue, PresenceOf<O>> {
  return field(options, { type: 'string', minLength: 1, writeOnly: true });
}

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

/** The word that tells a variant from the others. */
export function constant<const W extends string>(word: W, description: string): Field<W, 'given'> {
  return field({ description, required: true }, { type: 'string', const: word });
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
