import type { TSchema } from '@sinclair/typebox';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { FORMATS } from './formats.ts';
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

/** The validator of a JSON body. All of its errors are reported, at most 20. Compiled at its first use. */
export function bodyValidator(schema: TSchema): Validator {
  return validatorOf(schema, 'body');
}

/**
 * The validator of a query, whose values arrive as text and are converted in place. Compiled at its first use.
 */
export function queryValidator(schema: TSchema): Validator {
  return validatorOf(schema, 'query');
}

const compilers: Partial<Record<PathStyle, Ajv>> = {};

/** Making a compiler takes longer than compiling a schema: there is one for each kind of document. */
function compilerOf(style: PathStyle): Ajv {
  let ajv = compilers[style];
  if (ajv === undefined) {
    ajv = new Ajv({ ...OPTIONS, coerceTypes: style === 'query' });
    formats.default(ajv);
    for (const [name, format] of FORMATS) ajv.addFormat(name, format);
    compilers[style] = ajv;
  }
  return ajv;
}

function validatorOf(schema: TSchema, style: PathStyle): Validator {
  let validate: ValidateFunction | undefined;
  return (document) => {
    // ajv remembers what it compiled, by schema.
    validate ??= compilerOf(style).compile(schema);
    if (validate(document)) return NONE;
    const errors = (validate.errors ?? []).map((error) => fieldError(error, style));
    return onePerPath(errors).slice(0, MAX_ERRORS);
  };
}

/** The first error of each place: what follows it there is seldom news. Unknown fields share their parent's. */
function onePerPath(errors: readonly FieldError[]): FieldError[] {
  const seen = new Set<string>();
  return errors.filter(({ path, message }) => {
    if (message.startsWith('unknown')) return true;
    return !seen.has(path) && seen.add(path);
  });
}
