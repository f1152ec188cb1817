import type { JsonValue } from '../json.ts';
import { propertyPath } from '../policy/problems.ts';
import { isPlainObject } from '../policy/rule-reader.ts';
import { hint } from '../policy/suggest.ts';
import type { Note } from './note.ts';

/** Tells what is wrong with a value of a plugin. */
export type Check = (value: JsonValue, path: string, note: Note) => void;

/** Whether nothing is wrong with a value; what is, is told. */
export function fits(check: Check, value: JsonValue, path: string, note: Note): boolean {
  const told: string[] = [];
  check(value, path, (at, message) => {
    told.push(at);
    note(at, message);
  });
  return told.length === 0;
}

/** A text of 1 to `max` characters, of the given form. */
export function text(max: number, form?: RegExp, expected?: string): Check {
  return (value, path, note) => {
    if (typeof value !== 'string' || value === '' || value.length > max) {
      note(path, `must be a text of 1 to ${max} characters`);
    } else if (form !== undefined && !form.test(value)) {
      note(path, `must be ${expected ?? 'of another form'}`);
    }
  };
}

/** One of some words. */
export function oneOf(choices: readonly string[]): Check {
  return (value, path, note) => {
    if (typeof value === 'string' && choices.includes(value)) return;
    const meant = typeof value === 'string' ? hint(value, choices) : '';
    const listed = choices.length > 10 ? 'a name that there is' : `one of ${choices.join(', ')}`;
    note(path, `must be ${listed}.${meant}`);
  };
}

/** Any finite number. */
export const number: Check = (value, path, note) => {
  if (typeof value !== 'number') note(path, 'must be a number');
};

/** True or false. */
export const flag: Check = (value, path, note) => {
  if (typeof value !== 'boolean') note(path, 'must be true or false');
};

/** What is checked elsewhere. */
export const anything: Check = () => undefined;

/** A list of `min` to `max` items. */
export function list(max: number, item: Check, min = 0): Check {
  return (value, path, note) => {
    if (!Array.isArray(value)) note(path, 'must be a list');
    else if (value.length < min || value.length > max) {
      note(path, `must be a list of ${min} to ${max} items`);
    } else
      value.forEach((each: JsonValue, index) => {
        item(each, `${path}[${index}]`, note);
      });
  };
}

/** An object with these fields and no other. */
export function shape(fields: Readonly<Record<string, Check>>, required: readonly string[]): Check {
  const known = Object.keys(fields);
  return (value, path, note) => {
    if (!isPlainObject(value)) {
      note(path, 'must be an object');
      return;
    }
    const at = (key: string): string => (path === '' ? key : propertyPath(path, key));
    for (const key of required) {
      if (!Object.hasOwn(value, key)) note(at(key), 'is missing');
    }
    for (const [key, member] of Object.entries(value)) {
      if (Object.hasOwn(fields, key)) fields[key]?.(member, at(key), note);
      else note(at(key), `is a field that this version does not know.${hint(key, known)}`);
    }
  };
}
