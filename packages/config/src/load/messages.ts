import type { ErrorObject } from 'ajv/dist/2020.js';
import { DURATION_PATTERN } from '../duration.ts';
import { didYouMean } from '../suggestion.ts';
import type { JsonSchema } from '../schema/field.ts';
import { FORMATS, type FormatCheck } from './formats.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of settings',
  null: 'nothing',
};

/** What to tell about a violated keyword: what is expected, never what was found. */
export function messageFor(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const schema = (error.parentSchema ?? {}) as JsonSchema;
  switch (error.keyword) {
    case 'additionalProperties':
      return `unknown key${didYouMean(String(params.additionalProperty), knownKeys(schema))}`;
    case 'required':
      return 'is required';
    case 'type':
      return typeMessage(params.type, error.data);
    case 'enum':
      return choiceMessage(params.allowedValues as readonly unknown[], error.data);
    case 'discriminator':
      return choiceMessage(variantNames(schema), variantName(error));
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case 'minimum':
      return `must be at least ${String(params.limit)}`;
    case 'maximum':
      return `must be at most ${String(params.limit)}`;
    case 'minLength':
      return 'must not be empty';
    case 'minItems':
      return params.limit === 1 ? 'must not be an empty list' : sizeMessage('at least', params);
    case 'maxItems':
      return sizeMessage('at most', params);
    case 'minProperties':
      return 'must not be empty';
    case 'pattern':
      return patternMessage(String(params.pattern), error);
    case 'format':
      return formatMessage(String(params.format));
    default:
      return error.message ?? 'is not valid';
  }
}

function typeMessage(type: unknown, data: unknown): string {
  const types = (Array.isArray(type) ? type : [type]).map(String);
  const expected = types.map((name) => TYPES[name] ?? name).join(' or ');
  if (data === null) return `has no value; must be ${expected}`;
  const scalar = typeof data === 'number' || typeof data === 'boolean';
  if (scalar && types.includes('string')) return `must be ${expected}; put it in quotes`;
  if (types.includes('boolean') && typeof data === 'string' && /^(yes|no|on|off)$/i.test(data)) {
    return `must be ${expected}; YAML 1.2 reads yes, no, on and off as text`;
  }
  return `must be ${expected}`;
}

function choiceMessage(allowed: readonly unknown[], data: unknown): string {
  const words = allowed.map(String);
  const hint = typeof data === 'string' ? didYouMean(data, words) : '';
  return `must be one of ${words.join(', ')}${hint}`;
}

function sizeMessage(bound: string, params: Record<string, unknown>): string {
  return `must have ${bound} ${String(params.limit)} entries`;
}

function patternMessage(pattern: string, error: ErrorObject): string {
  if (pattern === DURATION_PATTERN) {
    return 'must be a duration: a whole number followed by s, m, h, d or w, such as 30m';
  }
  const subject = error.propertyName === undefined ? 'must be' : 'the key must be';
  const expected = (error.parentSchema as JsonSchema | undefined)?.title;
  return `${subject} ${typeof expected === 'string' ? expected : pattern}`;
}

function formatMessage(format: string): string {
  const check = (FORMATS as Readonly<Record<string, FormatCheck>>)[format];
  return `must be ${check?.expected ?? format}`;
}

function knownKeys(schema: JsonSchema): string[] {
  return Object.keys(schema.properties ?? {});
}

function variantNames(schema: JsonSchema): unknown[] {
  const key = schema.discriminator?.propertyName ?? '';
  return (schema.oneOf ?? []).map((variant) => variant.properties?.[key]?.const);
}

function variantName(error: ErrorObject): unknown {
  return (error.params as Record<string, unknown>).tagValue;
}
