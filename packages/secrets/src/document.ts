import { Secret } from '@safeai/core';
import { SecretError } from './secret-error.ts';

/** One secret of a backend, as it was read: a text, or fields. */
export interface SecretDocument {
  /** What the backend calls this version of it. */
  readonly version: string | undefined;
  /**
   * The value of a field, or the one value there is.
   *
   * @throws SecretError `no_key`, `missing` where it is empty, `malformed`; it never holds what was read
   */
  value(key: string | undefined): Secret;
}

/** The field that is meant where a reference names none. */
const DEFAULT_FIELD = 'value';

/** A secret that is one text. Fields are those of the JSON object that it holds. */
export function textDocument(text: string, version?: string): SecretDocument {
  return {
    version,
    value: (key) => (key === undefined ? present(text) : fieldOf(objectOf(text), key)),
  };
}

/** A secret that has fields. The one named `value` is meant where a reference names none. */
export function fieldsDocument(
  fields: Readonly<Record<string, unknown>>,
  version?: string,
): SecretDocument {
  return { version, value: (key) => fieldOf(fields, key) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What the parser says quotes the text.
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new SecretError(
    'malformed',
    'it is not the text of a JSON object, so it has no fields; store one, or leave out the # and what follows',
  );
}

function fieldOf(fields: Readonly<Record<string, unknown>>, key: string | undefined): Secret {
  const name = key ?? DEFAULT_FIELD;
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) {
    const message =
      key === undefined
        ? `it has fields and none of them is called ${DEFAULT_FIELD}; name one: add # and its name`
        : 'it has no such field; check the name after the #, or add the field';
    throw new SecretError('no_key', message);
  }
  if (typeof value === 'string') return present(value);
  if (typeof value === 'number' || typeof value === 'boolean') return new Secret(String(value));
  throw new SecretError('malformed', 'the field holds a list or an object; store a text');
}

function present(text: string): Secret {
  if (text === '') throw new SecretError('missing', 'it is empty; give it a value');
  return new Secret(text);
}
