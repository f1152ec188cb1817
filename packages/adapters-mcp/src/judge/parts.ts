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
 * Takes images, audio and other binary parts out of a result of a tool, resource or prompt. Base64 of text, and of
 * whatever says that it is text, is undone: it is judged as that text, and encoded again where it was changed. Tag
 * characters, which nobody sees, are taken out of every text.
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
      const text = textOf(entry, object.mimeType);
      const shown = text === null ? '' : withoutTags(text);
      const isSame = text === null || shown === text;
      const encoded = isSame ? entry : Buffer.from(shown, 'utf8').toString('base64');
      taken.push({ path, field, encoded, text: text === null ? null : shown });
      return [key, shown];
    }),
  );
}

function binaryField(object: JsonObject): 'data' | 'blob' | undefined {
  if (typeof object.blob === 'string' && typeof object.uri === 'string') return 'blob';
  const isMedia = object.type === 'image' || object.type === 'audio';
  return isMedia && typeof object.data === 'string' ? 'data' : undefined;
}

/** The text that Base64 stands for; null where it stands for none. What is no Base64 is text itself. */
function textOf(base64: string, mimeType: JsonValue | undefined): string | null {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) return base64;
  const bytes = Buffer.from(base64, 'base64');
  if (typeof mimeType === 'string' && TEXT_TYPE.test(mimeType)) {
    return decoderFor(mimeType).decode(bytes);
  }
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Types of what readers take for text, whatever bytes are in it. */
const TEXT_TYPE = /^\s*(?:text\/|[^;]*[/+.-](?:json|xml|ya?ml|toml|csv|sql|javascript|sh)\b)/i;

/** As a reader decodes it who minds no bytes that are none of the encoding. */
function decoderFor(mimeType: string): InstanceType<typeof TextDecoder> {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w.:-]{1,40})/i.exec(mimeType) ?? [];
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true });
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
