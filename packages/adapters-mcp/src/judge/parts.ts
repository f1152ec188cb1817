import type { JsonObject, JsonValue } from '@safeai/core';
import { withoutTags } from '../definitions/hidden-text.ts';

/** A result with its parts that nobody can look into taken out, so that the rest can be judged. */
export interface Readable {
  readonly json: JsonObject;
  /** How many parts nobody can look into. */
  readonly unscanned: number;
  /** The judged rest with these parts in it again. */
  readonly restore: (judged: JsonObject) => JsonObject;
}

/** A part that was taken out: where it stood, and what it was. */
interface Taken {
  readonly path: readonly string[];
  readonly field: 'data' | 'blob';
  readonly encoded: string;
  /** What it stands for, which was judged; null where that is no text. */
  readonly text: string | null;
}

/** Where the results of MCP have content. */
const CONTENT = ['content', 'contents', 'messages'];

/**
 * Takes images, audio and other binary parts out of a result of a tool, resource or prompt. Base64 of text is
 * undone: it is judged as that text, and encoded again where it was changed. Tag characters, which nobody sees, are
 * taken out of every text.
 *
 * O(size).
 */
export function readableOf(result: JsonObject): Readable {
  const taken: Taken[] = [];
  const json = Object.fromEntries(
    Object.entries(result).map(([key, value]) => [
      key,
      CONTENT.includes(key) ? takeOut(value, [key], taken) : visible(value),
    ]),
  );
  return {
    json,
    unscanned: taken.filter(({ text }) => text === null).length,
    restore: (judged) => taken.reduce((whole, one) => putBack(whole, one), judged),
  };
}

function takeOut(value: JsonValue, path: readonly string[], taken: Taken[]): JsonValue {
  if (Array.isArray(value)) {
    return value.map((entry: JsonValue, index) => takeOut(entry, [...path, String(index)], taken));
  }
  if (typeof value !== 'object' || value === null) return visible(value);
  const object = value as JsonObject;
  const field = binaryField(object);
  return Object.fromEntries(
    Object.entries(object).map(([key, entry]) => {
      if (key !== field || typeof entry !== 'string') {
        return [key, takeOut(entry, [...path, key], taken)];
      }
      const text = textOf(entry);
      taken.push({ path, field, encoded: entry, text });
      return [key, text ?? ''];
    }),
  );
}

function binaryField(object: JsonObject): 'data' | 'blob' | undefined {
  if (typeof object.blob === 'string' && typeof object.uri === 'string') return 'blob';
  const isMedia = object.type === 'image' || object.type === 'audio';
  return isMedia && typeof object.data === 'string' ? 'data' : undefined;
}

/** The text that Base64 stands for; null where it stands for none. What is no Base64 is text itself. */
function textOf(base64: string): string | null {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) return base64;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Puts one part back, if its place is still there. */
function putBack(whole: JsonObject, { path, field, encoded, text }: Taken): JsonObject {
  const edit = (value: JsonValue | undefined, rest: readonly string[]): JsonValue => {
    const [step, ...further] = rest;
    if (typeof value !== 'object' || value === null) return value ?? null;
    if (step === undefined) {
      const judged = (value as JsonObject)[field];
      if (typeof judged !== 'string') return value;
      const isSame = judged === (text ?? '');
      return {
        ...(value as JsonObject),
        [field]: isSame ? encoded : Buffer.from(judged, 'utf8').toString('base64'),
      };
    }
    if (Array.isArray(value)) {
      return value.map((entry: JsonValue, at) =>
        String(at) === step ? edit(entry, further) : entry,
      );
    }
    const object = value as JsonObject;
    return step in object ? { ...object, [step]: edit(object[step], further) } : object;
  };
  return edit(whole, path) as JsonObject;
}

/** A value without tag characters in its texts. */
function visible(value: JsonValue): JsonValue {
  if (typeof value === 'string') return withoutTags(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: JsonValue) => visible(entry));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [withoutTags(key), visible(entry)]),
  );
}
