import { InvalidRequestError, SafeAIError } from '@safeai/core';
import { snakeCase } from './snake-case.ts';

/** The field that a path begins with: `tenants` of `$.tenants[0]`. */
const FIELD = /^(\$\.)(\w+)/;

/**
 * Passes on what went wrong. What is wrong with a body is told by the wire's names of its fields, which are what the
 * caller wrote; the core tells it by its own.
 *
 * @param names the wire's name by the core's, where it is not the same one in snake_case
 * @returns for the `catch` of a promise; throws whatever it is given
 */
export function inWireNames(
  names: Readonly<Record<string, string>> = {},
): (error: unknown) => never {
  return (error) => {
    if (!SafeAIError.isInstance(error) || error.code !== 'invalid_request') throw error;
    if (error.details.length === 0) throw error;
    const details = error.details.map(({ path = '$', message }) => ({
      path: path.replace(FIELD, (_, start: string, name: string) => {
        return start + (names[name] ?? snakeCase(name));
      }),
      message,
    }));
    const problems = details.map(({ path, message }) => `${path} ${message}.`).join(' ');
    throw new InvalidRequestError(`The body is not valid: ${problems}`, { details, cause: error });
  };
}
