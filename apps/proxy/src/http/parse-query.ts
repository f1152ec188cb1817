import { HttpError } from './problem.ts';
import type { Validator } from '@safeai/api';
import { checkValid } from './validation.ts';

/** A query by its keys, as text. */
export type QueryValues = Record<string, unknown>;

const NOTHING: QueryValues = Object.freeze({});

/**
 * Reads and checks a query; the validator converts its values in place.
 *
 * @throws HttpError `invalid_request` for a repeated key; SafeAIError for an unknown key or a bad value
 */
export function parseQuery(search: string, validate: Validator): QueryValues {
  if (search === '') return NOTHING;
  const values = Object.create(null) as QueryValues;
  for (const [key, value] of new URLSearchParams(search)) {
    if (key in values) throw new HttpError('invalid_request', 'A query key stands twice.');
    values[key] = value;
  }
  checkValid(validate, values, 'query');
  return values;
}
