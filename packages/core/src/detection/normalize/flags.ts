import { followed, NOTHING } from './before.ts';
import { BASE64, type Code, digitValue, HEX, HEX_PAIRS, NO_DIGIT } from './code.ts';
import { CodedRuns } from './coded-runs.ts';
import { SourceWindow } from './source-window.ts';
import { tokenAt } from './spelling-token.ts';
import { ASCII_TRIGGERS, mayBegin, nextTrigger } from './trigger.ts';

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
 * Whether the text has an encoded run. Texts without long words are judged by every fourth character or
 * so; only where there is one it is looked at whether a run begins there.
 */
export function asksForDecoding(text: string): boolean {
  const inWord = hasLongWord(text) && (hasRun(BASE64, text) || hasRun(HEX, text));
  return inWord || hasRun(HEX_PAIRS, text);
}

function hasRun(code: Code, text: string): boolean {
  const window = new SourceWindow();
  window.advance(0, text, true);
  const runs = new CodedRuns(code);
  let step = runs.step(window);
  while (step === 'moved') step = runs.step(window);
  return step === 'began';
}

/** By byte: whether it is a digit of base64. */
const IS_DIGIT = Uint8Array.from({ length: 0x100 }, (_, byte) =>
  digitValue(BASE64, byte) === NO_DIGIT ? 0 : 1,
);

/** Whether there are enough digits of base64 in a row for a run; those of hex are such too. */
function hasLongWord(text: string): boolean {
  const { least } = BASE64;
  for (let from = 0; from + least <= text.length; from += CHUNK - least + 1) {
    const part = text.length > CHUNK ? text.slice(from, from + CHUNK) : text;
    const { written } = encoder.encodeInto(part, bytes);
    let start = 0;
    let probe = least - 1;
    while (probe < written) {
      if (IS_DIGIT[bytes[probe] ?? 0] === 0) {
        start = probe + 1;
        probe += least;
      } else if (probe-- === start) {
        return true;
      }
    }
  }
  return false;
}
