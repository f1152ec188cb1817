/** Character codes that the shell grammar knows. */
export const Code = {
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  dollar: 36,
  ampersand: 38,
  singleQuote: 39,
  open: 40,
  close: 41,
  hyphen: 45,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  backslash: 92,
  backtick: 96,
  openBrace: 123,
  pipe: 124,
  closeBrace: 125,
} as const;

/** 1 for what ends a word, 2 for what has a meaning inside one. */
const CLASS = new Uint8Array(128);
for (const code of [9, 10, 13, 32, 38, 40, 41, 59, 60, 62, 124]) CLASS[code] = 1;
for (const code of [34, 36, 39, 92, 96]) CLASS[code] = 2;

/** Blank, newline or operator: not part of a word unless quoted. */
export function endsWord(code: number): boolean {
  return code < 128 && CLASS[code] === 1;
}

/** A character that stands for itself inside an unquoted word. */
export function isPlain(code: number): boolean {
  return code >= 128 || CLASS[code] === 0;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `[A-Za-z_]`. */
export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** `[A-Za-z0-9_]`. */
export function isNameChar(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}
