import { InvalidRequestError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/** @throws InvalidRequestError when the value is not a string */
export function requireText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw wrongType(name, 'a string');
}

/** @throws InvalidRequestError when the value is not a plain JSON object */
export function requireObject(value: unknown, name: string): asserts value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(name, 'an object');
  }
}

/** @throws InvalidRequestError when a program without types gives no request at all */
export function requireRequest(value: unknown): void {
  requireObject(value, 'request');
}

/** @throws InvalidRequestError when the value is missing or is no JSON at all */
export function requireJson(value: unknown, name: string): void {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') {
    throw wrongType(name, 'a JSON value');
  }
}

function wrongType(name: string, expected: string): InvalidRequestError {
  return new InvalidRequestError(`${name} must be ${expected}.`, {
    details: [{ path: `$.${name}`, message: `must be ${expected}` }],
  });
}
