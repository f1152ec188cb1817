import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Longest pseudonym, in UTF-16 code units. */
export const MAX_PSEUDONYM_LENGTH = 64;

/** Longest value that gets a pseudonym; a longer one gets the placeholder. UTF-16 code units. */
export const MAX_PSEUDONYM_VALUE = 1024;

/** Hex digits of a pseudonym's token: 50 bits, since the first one is a letter. */
const TOKEN_DIGITS = 13;

/** A letter first, so that no number that a detector knows has this form. */
const TOKEN = /[a-f][0-9a-f]{12}/;

/** So that the whole, with brackets and `_`, keeps to {@link MAX_PSEUDONYM_LENGTH}. */
const MAX_WORD_LENGTH = MAX_PSEUDONYM_LENGTH - TOKEN_DIGITS - 3;

/** What stands for a value: `[EMAIL_c7f3a92e1b4d0]`. Recognised in exactly this form. */
const PSEUDONYM = /\[[A-Z][A-Z0-9_]{0,47}_[a-f][0-9a-f]{12}\]/g;

/** What every pseudonym ends with; a text without it holds none. */
const ENDING = /_[a-f][0-9a-f]{12}\]/;

/** The word of a placeholder: `EMAIL` of `[EMAIL_REDACTED]`. */
const WORD = /^\[([A-Z][A-Z0-9_]*)_REDACTED\]$/;

/** Whether a text may hold a pseudonym. O(length). */
export function holdsPseudonym(text: string): boolean {
  return ENDING.test(text);
}

/** The distinct pseudonyms in a text, known to anyone or not. O(length). */
export function pseudonymsIn(text: string): string[] {
  return holdsPseudonym(text) ? [...new Set(text.match(PSEUDONYM))] : [];
}

/** Where the pseudonyms of a text stand. O(length). */
export function pseudonymPlaces(text: string): RegExpExecArray[] {
  return holdsPseudonym(text) ? [...text.matchAll(PSEUDONYM)] : [];
}

/**
 * Puts values in the place of the pseudonyms that stand for them. The others stay, and a value is not looked
 * into again, whatever it holds. O(length of the result).
 */
export function restorePseudonyms(
  text: string,
  valueOf: (pseudonym: string) => string | undefined,
): string {
  if (!holdsPseudonym(text)) return text;
  return text.replace(PSEUDONYM, (pseudonym) => valueOf(pseudonym) ?? pseudonym);
}

/** Whether a text could go on as a pseudonym: it begins with `[` and holds no other. O(1). */
export function mayBecomePseudonym(text: string): boolean {
  return text.length < MAX_PSEUDONYM_LENGTH && BEGINNING.test(text);
}

const BEGINNING = /^\[(?:[A-Z][A-Z0-9_]{0,48}[0-9a-f]{0,13})?$/;

/**
 * The key that the pseudonyms of one session are made with: those of another session or tenant tell nothing
 * of them.
 *
 * @param key the installation's, for this purpose
 */
export function sessionPseudonymKey(
  key: Uint8Array,
  tenantId: string,
  sessionId: string,
): Uint8Array {
  return hmac(sha256, key, utf8ToBytes(JSON.stringify([tenantId, sessionId])));
}

/**
 * What stands for a value within one session: the same for the same value and kind, so that a model can tell
 * who is who, and nothing that leads back without the session's store. O(length).
 *
 * @param key of {@link sessionPseudonymKey}
 * @param placeholder of the detection; its word says what kind of value it was
 */
export function pseudonymOf(key: Uint8Array, placeholder: string, value: string): string {
  const word = (WORD.exec(placeholder)?.[1] ?? 'VALUE').slice(0, MAX_WORD_LENGTH);
  const digest = bytesToHex(hmac(sha256, key, utf8ToBytes(JSON.stringify([word, value]))));
  // A digest without a letter early enough comes once in 10^10 values.
  const token = TOKEN.exec(digest)?.[0] ?? `a${digest.slice(1, TOKEN_DIGITS)}`;
  return `[${word}_${token}]`;
}
