import { InvalidRequestError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/** @throws InvalidRequestError when the value is not a string */
export function requireText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw wrongField(name, 'must be a string');
}

/** @throws InvalidRequestError when the value is not a plain JSON object */
export function requireObject(value: unknown, name: string): asserts value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongField(name, 'must be an object');
  }
}

/** @throws InvalidRequestError when a program without types gives no request at all */
export function requireRequest(value: unknown): void {
  requireObject(value, 'request');
}

/** @throws InvalidRequestError when the value is missing or is no JSON at all */
export function requireJson(value: unknown, name: string): void {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') {
    throw wrongField(name, 'must be a JSON value');
  }
}

/** The error of one field of a request; `what` goes on from its name. */
export function wrongField(name: string, what: string, cause?: unknown): InvalidRequestError {
  return new InvalidRequestError(`${name} ${what}.`, {
    cause,
    details: [{ path: `$.${name}`, message: what }],
  });
}
