import type { SourceWindow } from './source-window.ts';

/** Characters of the source that stand for others. */
export interface Token {
  /** UTF-16 code units in the source. */
  readonly length: number;
  /** What they are read as; empty when they are dropped. */
  readonly text: string;
}

/** Characters that the decision about one place may look at, from that place on. */
export const LONGEST_LOOK = 96;

/** Blanks that a token may have in one place. */
export const LONGEST_BLANK = 32;

/** The place after the blanks (and line breaks) at `at`, of which at most {@link LONGEST_BLANK} are passed. */
export function afterBlanks(window: SourceWindow, at: number): number {
  let end = at;
  while (end - at < LONGEST_BLANK && isBlank(window.codeAt(end))) end++;
  return end;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Value of a hexadecimal digit, -1 for anything else. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Value of exactly `count` hexadecimal digits at `at`, -1 when they are not there. */
export function hexNumber(window: SourceWindow, at: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index++) {
    const digit = hexDigit(window.codeAt(at + index));
    if (digit === -1) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** Letters and digits of ASCII. */
export function isAlphanumeric(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x7a);
}
