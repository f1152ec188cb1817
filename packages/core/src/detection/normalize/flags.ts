import { followed, NOTHING } from './before.ts';
import { BASE64, type Code, digitValue, HEX, HEX_PAIRS, isSeparator, NO_DIGIT } from './code.ts';
import { CodedRuns } from './coded-runs.ts';
import { SourceWindow } from './source-window.ts';
import { tokenAt } from './spelling-token.ts';
import { ASCII_TRIGGERS, mayBegin, nextTrigger } from './trigger.ts';

const CODES: readonly Code[] = [BASE64, HEX, HEX_PAIRS];

/** Characters of a text that are looked at as bytes in one go. */
const CHUNK = 1 << 13;

const encoder = new TextEncoder();
/** A character is three bytes at most. */
const bytes = new Uint8Array(CHUNK * 3);

/**
 * Whether a spelling of the text would differ from it. A text of ASCII without escapes and quotes costs
 * some native searches; quotes and what may begin an escape are looked at each by itself.
 */
export function asksForSpelling(text: string): boolean {
  const window = new SourceWindow();
  window.advance(0, text, true);
  if (!isAscii(text)) {
    for (let at = nextTrigger(text, 0); at < text.length; at = nextTrigger(text, at + 1)) {
      if (begins(window, at)) return true;
    }
    return false;
  }
  for (const trigger of ASCII_TRIGGERS) {
    for (let at = text.indexOf(trigger); at !== -1; at = text.indexOf(trigger, at + 1)) {
      if (mayBegin(text, at) && begins(window, at)) return true;
    }
  }
  return false;
}

/** Whether a token begins at a place before which there is none. */
function begins(window: SourceWindow, at: number): boolean {
  return tokenAt(window, at, followed(NOTHING, window.text, 0, at)) !== undefined;
}

function isAscii(text: string): boolean {
  for (let from = 0; from < text.length; from += CHUNK) {
    const part = text.length > CHUNK ? text.slice(from, from + CHUNK) : text;
    if (encoder.encodeInto(part, bytes).written !== part.length) return false;
  }
  return true;
}

/**
 * Whether the text has an encoded run. In texts without long words and pairs of digits not even every
 * second character is looked at; only where there are such it is looked at whether a run begins there.
 */
export function asksForDecoding(text: string): boolean {
  return mayHaveRun(text) && CODES.some((code) => hasRun(code, text));
}

function hasRun(code: Code, text: string): boolean {
  const window = new SourceWindow();
  window.advance(0, text, true);
  const runs = new CodedRuns(code);
  let step = runs.step(window);
  while (step === 'moved') step = runs.step(window);
  return step === 'began';
}

/** Characters of the shortest run: digits of base64 (those of hex are such too), or pairs and separators. */
const WORD = BASE64.least;
const PAIRS = (HEX_PAIRS.least * 3) / 2 - 1;

/** By byte: whether it may be so in a run, as 1 or 0. */
const IS_DIGIT = table((byte) => digitValue(BASE64, byte) !== NO_DIGIT);
const IS_HEX_DIGIT = table((byte) => digitValue(HEX, byte) !== NO_DIGIT);
const IS_SEPARATOR = table(isSeparator);

function table(test: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 0x100 }, (_, byte) => (test(byte) ? 1 : 0));
}

function mayHaveRun(text: string): boolean {
  for (let from = 0; from + WORD <= text.length; from += CHUNK - PAIRS + 1) {
    const part = text.length > CHUNK ? text.slice(from, from + CHUNK) : text;
    if (mayHoldRun(encoder.encodeInto(part, bytes).written)) return true;
  }
  return false;
}

/**
 * Whether among so many bytes are enough digits in a row, or two pairs with separators. Nothing that reaches
 * over a byte that is no digit can be a row. In a run of pairs one such is met at least every 16 bytes.
 */
function mayHoldRun(length: number): boolean {
  let start = 0;
  let probe = WORD - 1;
  while (probe < length) {
    if (IS_DIGIT[bytes[probe] ?? 0] === 0) {
      if (isSeparatorAt(probe - 3) && endsPair(probe) && endsPair(probe - 3)) return true;
      start = probe + 1;
      probe += WORD;
    } else if (probe-- === start) {
      return true;
    }
  }
  return false;
}

function isSeparatorAt(at: number): boolean {
  return IS_SEPARATOR[bytes[at] ?? 0] === 1;
}

function endsPair(at: number): boolean {
  return (
    isSeparatorAt(at) &&
    IS_HEX_DIGIT[bytes[at - 1] ?? 0] === 1 &&
    IS_HEX_DIGIT[bytes[at - 2] ?? 0] === 1
  );
}
