/** What bytes at the beginning of a list are in UTF-8. */
export const INVALID = -1;
export const INCOMPLETE = 0;

/** Bytes of the sequence that a byte leads, 0 when it leads none. */
export function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/**
 * Length of the well-formed sequence that begins at `at`, or {@link INVALID}, or {@link INCOMPLETE} when
 * more bytes may make it one (Unicode 16.0, table 3-7).
 */
export function wellFormed(bytes: readonly number[], at = 0): number {
  const lead = bytes[at] ?? 0;
  const second = bytes[at + 1];
  const length = sequenceLength(lead);
  if (length === 0) return INVALID;
  if (length > 1 && second !== undefined && !maySecond(lead, second)) return INVALID;
  for (let index = 2; index < length; index++) {
    const byte = bytes[at + index];
    if (byte !== undefined && (byte & 0xc0) !== 0x80) return INVALID;
  }
  return bytes.length < at + length ? INCOMPLETE : length;
}

/** Overlong forms, surrogates and what lies past U+10FFFF show in the second byte. */
function maySecond(lead: number, second: number): boolean {
  if (lead === 0xe0) return second >= 0xa0 && second <= 0xbf;
  if (lead === 0xed) return second >= 0x80 && second <= 0x9f;
  if (lead === 0xf0) return second >= 0x90 && second <= 0xbf;
  if (lead === 0xf4) return second >= 0x80 && second <= 0x8f;
  return (second & 0xc0) === 0x80;
}

/** The code point of a well-formed sequence of the given length. */
export function codePoint(bytes: readonly number[], length: number): number {
  const [lead = 0] = bytes;
  let code = length === 1 ? lead : lead & (0xff >> (length + 1));
  for (let index = 1; index < length; index++) code = (code << 6) | ((bytes[index] ?? 0) & 0x3f);
  return code;
}
