import { DURATION_PATTERN, type Duration } from '../duration.ts';
import type { SecretValue } from '../secret-ref.ts';
import type { Field, JsonSchema } from './field.ts';
import { field, type FieldOptions, type PresenceOf } from './field-options.ts';

/** Formats that texts are checked for; see `load/formats.ts`. */
export type TextFormat =
  'cidr' | 'egress-range' | 'email' | 'glob' | 'hostname-or-ip' | 'http-url' | 'path' | 'tag';

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

/** The word that tells a variant from the others. */
export function constant<const W extends string>(word: W, description: string): Field<W, 'given'> {
  return field({ description, required: true }, { type: 'string', const: word });
}
