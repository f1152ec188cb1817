import { SafeAIError, type JsonValue } from '@safeai/core';
import { applyEdits } from '../json/apply-edits.ts';
import { editsBetween } from '../json/edits-between.ts';
import { readJson } from '../json/read-json.ts';

/** Where a list or an object begins. */
const CONTAINER = /^\s*[[{]/;

/**
 * The list or object that a string holds as JSON; undefined where it holds none that all read alike. What is no JSON is a
 * text, and escapes in it are seen by those who look into texts.
 */
export function readJsonText(text: string): JsonValue | undefined {
  if (!CONTAINER.test(text)) return undefined;
  try {
    return readJson(text).value;
  } catch (error) {
    if (SafeAIError.isInstance(error)) return undefined;
    throw error;
  }
}

/** A string of JSON that says something else now; what did not change stays as it was written. Linear. */
export function writeJsonText(text: string, before: JsonValue, after: JsonValue): string {
  return applyEdits(text, editsBetween(before, after));
}

/** What JSON has no word for, and some readers take all the same. */
const NO_JSON = /-?\b(?:NaN|Infinity)\b/g;

/** Whether {@link readJsonText} found none where other readers do: which of two values a name has is theirs to say. */
export function isAmbiguousJson(text: string): boolean {
  return CONTAINER.test(text) && (isParsed(text) || isParsed(text.replace(NO_JSON, '0')));
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
