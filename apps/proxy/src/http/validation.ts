import type { Validator } from '@safeai/api';
import { InvalidRequestError } from '@safeai/core';

/**
 * Checks a document against a schema.
 *
 * @throws InvalidRequestError with one detail for each thing that is wrong
 */
export function checkValid(
  validate: Validator,
  document: unknown,
  what: 'body' | 'query' | 'headers',
): void {
  const errors = validate(document);
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length - 1;
  const rest = more === 0 ? '' : ` (and ${String(more)} more)`;
  const is = what === 'headers' ? 'are' : 'is';
  const text = `The ${what} ${is} not valid: ${first.path} ${first.message}${rest}`;
  throw new InvalidRequestError(text.endsWith('?') ? text : `${text}.`, { details: errors });
}
