import type { JsonValue } from '../json.ts';
import { propertyPath } from '../policy/problems.ts';
import type { Note } from './note.ts';

const MAX_DEPTH = 12;
/** A thousand detectors of fifty examples each are fewer. */
const MAX_VALUES = 500_000;
const MAX_TEXT = 16_384;

/**
 * A frozen copy of what is data in a value that may be anything. Each property is read once: what was checked
 * is what is used, whatever a getter would answer the next time. Never throws. O(size), which is bounded.
 *
 * @param note takes what cannot be copied
 * @returns what could be
 */
export function plainCopy(source: unknown, note: Note): JsonValue {
  let values = 0;
  return copy(source, '', 0);

  function copy(value: unknown, path: string, depth: number): JsonValue {
    if (++values > MAX_VALUES) return refuse(path, `holds more than ${MAX_VALUES} values`);
    switch (typeof value) {
      case 'string':
        if (value.length <= MAX_TEXT) return value;
        return refuse(path, `is a text of more than ${MAX_TEXT} characters`);
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : refuse(path, 'must be a finite number');
      case 'object':
        if (value === null) return null;
        if (depth >= MAX_DEPTH) return refuse(path, `lies deeper than ${MAX_DEPTH} levels`);
        try {
          return copyObject(value, path, depth);
        } catch {
          return refuse(path, 'cannot be read: reading it throws an error');
        }
      default:
        return refuse(path, `must be data: text, number, true or false, list or object`);
    }
  }

  function copyObject(value: object, path: string, depth: number): JsonValue {
    if (Array.isArray(value)) {
      if (value.length > MAX_VALUES) return refuse(path, `holds more than ${MAX_VALUES} values`);
      const items = Array.from(value as unknown[], (item, index) =>
        values > MAX_VALUES ? null : copy(item, `${path}[${index}]`, depth + 1),
      );
      return Object.freeze(items);
    }
    // By its name: it may come from another realm.
    const kind = Object.prototype.toString.call(value);
    if (kind === '[object RegExp]') {
      return refuse(path, 'must be a text: write a regular expression as its source');
    }
    if (kind !== '[object Object]' && kind !== '[object Module]') {
      return refuse(path, 'must be a plain object');
    }
    const members = Object.keys(value).flatMap((key): [string, JsonValue][] => {
      if (values > MAX_VALUES) return [];
      const at = path === '' ? key : propertyPath(path, key);
      const member = read(value, key, at);
      return member === undefined ? [] : [[key, copy(member, at, depth + 1)]];
    });
    return Object.freeze(Object.fromEntries(members));
  }

  function read(value: object, key: string, at: string): unknown {
    try {
      return (value as Readonly<Record<string, unknown>>)[key];
    } catch {
      return refuse(at, 'cannot be read: reading it throws an error');
    }
  }

  function refuse(path: string, message: string): null {
    note(path, message);
    return null;
  }
}
