/** A way to write bytes as digits of ASCII. */
export interface Code {
  /** Value of a digit by its code unit; {@link NO_DIGIT} for anything else below U+0080. */
  readonly values: Uint8Array;
  /** Bits of one digit. */
  readonly bits: number;
  /** Digits of one group: of the least that stands for whole bytes. */
  readonly groupDigits: number;
  /** Digits with which a run begins at least. */
  readonly least: number;
  /**
   * By code unit below U+0080: 1 for the digits that words are of. The others join names and paths; no text
   * in UTF-8 or UTF-16 is encoded with one of them in front.
   */
  readonly inner: Uint8Array;
  /** The character that fills the last group up. */
  readonly padding: number;
  /** Between two groups stands one separator. */
  readonly parted: boolean;
}

export const NO_DIGIT = 0xff;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** RFC 4648, sections 4 and 5: both alphabets, also mixed. A run begins with 16 digits, that is 12 bytes. */
export const BASE64: Code = {
  values: valuesOf([`${LETTERS}+/`, `${LETTERS}-_`]),
  bits: 6,
  groupDigits: 4,
  least: 16,
  inner: innerOf(LETTERS),
  padding: 0x3d,
  parted: false,
};

/** RFC 4648, section 8, in either case. A run begins with 24 digits, that is 12 bytes. */
export const HEX: Code = {
  values: valuesOf(['0123456789abcdef', '0123456789ABCDEF']),
  bits: 4,
  groupDigits: 2,
  least: 24,
  inner: innerOf('0123456789abcdefABCDEF'),
  padding: -1,
  parted: false,
};

/** Bytes in hexadecimal with a blank, line feed, colon, comma or hyphen between, as dumps show them. */
export const HEX_PAIRS: Code = { ...HEX, parted: true };

/** Whether a character may stand between two groups of a parted code. */
export function isSeparator(unit: number): boolean {
  return unit === 0x20 || unit === 0x3a || unit === 0x2c || unit === 0x2d || unit === 0x0a;
}

function valuesOf(alphabets: readonly string[]): Uint8Array {
  const values = new Uint8Array(128).fill(NO_DIGIT);
  for (const alphabet of alphabets) {
    Array.from(alphabet).forEach((digit, value) => (values[digit.charCodeAt(0)] = value));
  }
  return values;
}

function innerOf(digits: string): Uint8Array {
  const inner = new Uint8Array(128);
  for (const digit of digits) inner[digit.charCodeAt(0)] = 1;
  return inner;
}

/** Value of a digit, {@link NO_DIGIT} for anything else, -1 (past the end) included. */
export function digitValue(code: Code, unit: number): number {
  return code.values[unit] ?? NO_DIGIT;
}
