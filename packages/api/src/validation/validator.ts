import type { TSchema } from '@sinclair/typebox';
import { Ajv, type Options } from 'ajv';
import formats from 'ajv-formats';
import { fieldError, type FieldError, type PathStyle } from './field-error.ts';

/** Most errors that one answer lists. */
const MAX_ERRORS = 20;

/** Checks a document; an empty list means that it is valid. */
export type Validator = (document: unknown) => readonly FieldError[];

const OPTIONS: Options = {
  allErrors: true,
  discriminator: true,
  strictTypes: false,
  // Gives an error its schema, from which the known names are read.
  verbose: true,
};

const NONE: readonly FieldError[] = [];

/** Compiles the schema of a JSON body. All of its errors are reported, at most 20. */
export function bodyValidator(schema: TSchema): Validator {
  return compile(schema, OPTIONS, 'body');
}

/** Compiles the schema of a query, whose values arrive as text and are converted in place. */
export function queryValidator(schema: TSchema): Validator {
  return compile(schema, { ...OPTIONS, coerceTypes: true }, 'query');
}

function compile(schema: TSchema, options: Options, style: PathStyle): Validator {
  const ajv = new Ajv(options);
  formats.default(ajv);
  const validate = ajv.compile(schema);
  return (document) => {
    if (validate(document)) return NONE;
    const errors = (validate.errors ?? []).map((error) => fieldError(error, style));
    return onePerPath(errors).slice(0, MAX_ERRORS);
  };
}

/** The first error of each place: what follows it there is seldom news. */
function onePerPath(errors: readonly FieldError[]): FieldError[] {
  const seen = new Map<string, FieldError>();
  for (const error of errors) {
    if (error.message.startsWith('unknown')) seen.set(`${error.path} ${seen.size}`, error);
    else if (!seen.has(error.path)) seen.set(error.path, error);
  }
  return [...seen.values()];
}
