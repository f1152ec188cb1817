import type { JsonValue } from '@safeai/core';
import { UsageError } from '../errors/usage-error.ts';
import { lineAndColumn } from '../output/position.ts';

/**
 * Strict JSON: a key that stands twice is refused, because all but its last value would go unscanned.
 * Messages never quote the text.
 *
 * @param name how messages call it: `standard input`, the file, or an option
 */
export function parseJson(text: string, name: string): JsonValue {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let kept = 0;
  let value: JsonValue;
  try {
    value = JSON.parse(json, function (this: unknown, _key: string, member: unknown) {
      if (!Array.isArray(this)) kept += 1;
      return member;
    }) as JsonValue;
  } catch (error) {
    throw notJson(json, name, error);
  }
  // The root counts as a member of an object that holds it.
  if (kept - 1 !== writtenMembers(json)) {
    throw new UsageError(`${name}: a key stands twice in one object`);
  }
  return value;
}

/** Colons outside strings: in valid JSON, one for each member of an object. */
function writtenMembers(json: string): number {
  let members = 0;
  let inString = false;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (character === '"') inString = !inString;
    else if (character === '\\') index++;
    else if (character === ':' && !inString) members++;
  }
  return members;
}

function notJson(json: string, name: string, error: unknown): UsageError {
  if (error instanceof RangeError) return new UsageError(`${name} is nested too deeply`);
  const offset = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  if (offset === undefined) return new UsageError(`${name} is not valid JSON`);
  const { line, column } = lineAndColumn(json, Number(offset));
  return new UsageError(`${name}:${line}:${column} is not valid JSON`);
}
