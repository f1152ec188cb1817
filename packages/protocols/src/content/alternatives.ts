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
  return [...[...said].filter((text) => !chosen.has(text)), ...otherBytes(tokens)];
}

/**
 * What the bytes of tokens say where they say something else than the tokens: nobody would look for a text there. Of those
 * that follow one another, it is one text.
 */
function otherBytes(tokens: JsonValue): string[] {
  const said: string[] = [];
  let isOther = false;
  const line: number[] = [];
  const open: JsonValue[] = [];
  for (const entry of Array.isArray(tokens) ? (tokens as readonly JsonValue[]) : [tokens]) {
    if (!isObject(entry)) continue;
    isOther ||= isOdd(entry);
    if (isBytes(entry.bytes)) for (const byte of entry.bytes) line.push(byte);
    open.push(entry);
  }
  if (isOther) said.push(Buffer.from(line).toString('utf8'));
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (isObject(value) && isOdd(value)) {
      const { bytes = null } = value;
      said.push(isBytes(bytes) ? Buffer.from(bytes).toString('utf8') : JSON.stringify(bytes));
    }
    for (const [key, inner] of Object.entries<JsonValue>(value)) {
      if (key !== 'bytes' && typeof inner === 'object' && inner !== null) open.push(inner);
    }
  }
  return said;
}

const IS_ASCII = /^[ -~]*$/;

/** A token that is a part of a character may be written in escapes, with a replacement character, or as nothing. */
function isOdd({ token, bytes }: Readonly<Record<string, JsonValue | undefined>>): boolean {
  if (bytes === undefined || bytes === null) return false;
  if (Array.isArray(bytes) && bytes.length === 0) return false;
  if (typeof token !== 'string' || !isBytes(bytes)) return true;
  const said = Buffer.from(bytes);
  if (wholeCharacters(said.toString('utf8')) === wholeCharacters(token)) return false;
  return !IS_ASCII.test(token) || !said.equals(Buffer.from(unescaped(token), 'latin1'));
}

function isBytes(value: JsonValue | undefined): value is readonly number[] {
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
