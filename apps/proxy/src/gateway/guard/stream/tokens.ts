import type { JsonValue } from '@safeai/core';

/** Fields of a token that say nothing besides it. */
const FRAME: ReadonlySet<string> = new Set([
  ...['token', 'bytes', 'logprob', 'top_logprobs'],
  ...['tokenId', 'token_id', 'logProbability', 'log_probability', 'candidates'],
]);

/**
 * What the log probabilities of a piece of an answer say besides its tokens: the alternatives, which may be any text.
 *
 * @param tokens a list of tokens in any provider's form
 */
export function alternatives(tokens: JsonValue): string[] {
  const said = new Set<string>();
  const chosen = new Set<string>();
  const open: JsonValue[] = [];
  if (Array.isArray(tokens)) {
    for (const entry of tokens as readonly JsonValue[]) {
      if (typeof entry === 'string') continue;
      if (isObject(entry) && typeof entry.token === 'string') chosen.add(entry.token);
      open.push(entry);
    }
  }
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') said.add(value);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries<JsonValue>(value)) {
      if (!Array.isArray(value) && !FRAME.has(key)) said.add(key);
      if (key !== 'bytes' && inner !== null) open.push(inner);
    }
  }
  return [...said].filter((text) => !chosen.has(text));
}

/**
 * Whether the bytes of a token say something else than the token: nobody would look for a text there. A token that is a
 * part of a character may be written in escapes, with a replacement character, or as nothing.
 *
 * @param tokens a list of tokens in any provider's form
 */
export function hasOddBytes(tokens: JsonValue): boolean {
  const open: JsonValue[] = [tokens];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (isObject(value) && isOdd(value)) return true;
    for (const [key, inner] of Object.entries<JsonValue>(value)) {
      if (key !== 'bytes' && typeof inner === 'object' && inner !== null) open.push(inner);
    }
  }
  return false;
}

const IS_ASCII = /^[ -~]*$/;

function isOdd({ token, bytes }: Readonly<Record<string, JsonValue | undefined>>): boolean {
  if (bytes === undefined || bytes === null) return false;
  if (Array.isArray(bytes) && bytes.length === 0) return false;
  if (typeof token !== 'string' || !isBytes(bytes)) return true;
  const said = Buffer.from(bytes);
  if (wholeCharacters(said.toString('utf8')) === wholeCharacters(token)) return false;
  return !IS_ASCII.test(token) || !said.equals(Buffer.from(unescaped(token), 'latin1'));
}

function isBytes(value: JsonValue): value is readonly number[] {
  const isByte = (item: JsonValue): boolean =>
    typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255;
  return Array.isArray(value) && (value as readonly JsonValue[]).every(isByte);
}

function wholeCharacters(text: string): string {
  return text.replaceAll('\uFFFD', '');
}

/** Bytes that are written `\\xe2`, each as a character. */
function unescaped(token: string): string {
  return token.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
