import type { JsonSchema } from '../schema/field.ts';
import { resolveRef } from '../schema/navigate.ts';
import { FORMATS, type FormatCheck } from './formats.ts';

type Keyword = (operand: never, value: unknown, schema: JsonSchema) => boolean;

/**
 * Whether a value is certainly valid. Compiling the schema takes a hundred times longer than reading a
 * file, so a file without faults is passed by this walk; what it does not pass goes to the validator,
 * which alone says what is wrong. A keyword that the walk does not know is never passed.
 */
export function accepts(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(resolveRef(schema)).every(([keyword, operand]) => {
    if (ANNOTATIONS.has(keyword)) return true;
    const check = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    return check?.(operand as never, value, resolveRef(schema)) ?? false;
  });
}

const ANNOTATIONS = new Set([
  '$schema',
  '$id',
  '$defs',
  'title',
  'description',
  'default',
  'writeOnly',
]);

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: (types: string | readonly string[], value) =>
    [types].flat().some((type) => isType(type, value)),
  enum: (words: readonly unknown[], value) => words.includes(value),
  const: (word: unknown, value) => value === word,
  minimum: (limit: number, value) => typeof value !== 'number' || value >= limit,
  maximum: (limit: number, value) => typeof value !== 'number' || value <= limit,
  minLength: (limit: number, value) =>
    typeof value !== 'string' || Array.from(value).length >= limit,
  pattern: (pattern: string, value) => typeof value !== 'string' || regex(pattern).test(value),
  format: (name: string, value) =>
    typeof value !== 'string' || formatOf(name)?.test(value) === true,
  minItems: (limit: number, value) => !Array.isArray(value) || value.length >= limit,
  maxItems: (limit: number, value) => !Array.isArray(value) || value.length <= limit,
  items: (item: JsonSchema, value) =>
    !Array.isArray(value) || value.every((each) => accepts(item, each)),
  minProperties: (limit: number, value) => !isMap(value) || Object.keys(value).length >= limit,
  required: (keys: readonly string[], value) =>
    !isMap(value) || keys.every((key) => Object.hasOwn(value, key)),
  properties: (shape: Readonly<Record<string, JsonSchema>>, value) =>
    !isMap(value) ||
    Object.entries(value).every(([key, item]) => {
      const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
      return schema === undefined || accepts(schema, item);
    }),
  patternProperties: (shapes: Readonly<Record<string, JsonSchema>>, value) =>
    !isMap(value) ||
    Object.entries(shapes).every(([pattern, schema]) =>
      Object.entries(value).every(
        ([key, item]) => !regex(pattern).test(key) || accepts(schema, item),
      ),
    ),
  additionalProperties: (rest: boolean | JsonSchema, value, schema) =>
    !isMap(value) ||
    Object.entries(value).every(([key, item]) => {
      if (isDeclared(key, schema)) return true;
      return typeof rest === 'boolean' ? rest : accepts(rest, item);
    }),
  propertyNames: (names: JsonSchema, value) =>
    !isMap(value) || Object.keys(value).every((key) => accepts(names, key)),
  // Both together: the variant that the key names.
  discriminator: ({ propertyName }: { propertyName: string }, value, schema) => {
    if (!isMap(value)) return true;
    const word = Object.hasOwn(value, propertyName) ? value[propertyName] : undefined;
    const variant = schema.oneOf?.find((each) => each.properties?.[propertyName]?.const === word);
    return variant !== undefined && word !== undefined && accepts(variant, value);
  },
  oneOf: (_variants: readonly JsonSchema[], _value, schema) => schema.discriminator !== undefined,
  if: (condition: JsonSchema, value, schema) => {
    const next = accepts(condition, value) ? schema.then : schema.else;
    return next === undefined || accepts(next, value);
  },
  then: () => true,
  else: () => true,
};

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isMap(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function isDeclared(key: string, { properties = {}, patternProperties = {} }: JsonSchema): boolean {
  if (Object.hasOwn(properties, key)) return true;
  return Object.keys(patternProperties).some((pattern) => regex(pattern).test(key));
}

function formatOf(name: string): FormatCheck | undefined {
  return (FORMATS as Readonly<Record<string, FormatCheck>>)[name];
}

const regexes = new Map<string, RegExp>();

function regex(pattern: string): RegExp {
  let known = regexes.get(pattern);
  if (known === undefined) {
    known = new RegExp(pattern, 'u');
    regexes.set(pattern, known);
  }
  return known;
}
