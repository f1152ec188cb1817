/** A text in what is said to be none: an image, a file, something encrypted. */
export interface PackedText {
  readonly text: string;
  /** What stands in its place for another text, in the form that it has. */
  readonly write: (text: string) => string;
}

const DATA_URL = /^\s*data:[^,]*,/i;
const BASE64_URL = /;\s*base64\s*,$/i;
const BASE64 = /^[\w+/=\r\n-]*$/;
/** What is as short is read as it stands too: an identifier may look like base64. */
const LONGEST_WORD = 256;
/** How much of a file shows whether it is a text, in bytes. */
const HEAD = 1024;

/**
 * Reads what a place of bytes holds where it holds no bytes, but a text: as it is, or in base64 (a file of text). Undefined
 * where it is what it is said to be. Linear.
 */
export function packedText(value: string): PackedText | undefined {
  const head = DATA_URL.exec(value)?.[0] ?? '';
  const payload = value.slice(head.length);
  if ((head !== '' && !BASE64_URL.test(head)) || !BASE64.test(payload)) return asItStands(value);
  const text = textIn(payload);
  if (text !== undefined) {
    // One text has several spellings in base64: what is not changed keeps its own.
    const write = (after: string): string =>
      after === text ? value : head + Buffer.from(after).toString('base64');
    return { text, write };
  }
  return value.length <= LONGEST_WORD ? asItStands(value) : undefined;
}

function asItStands(text: string): PackedText {
  return { text, write: (after) => after };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text in base64; undefined where its beginning is none, or it is no UTF-8. */
function textIn(base64: string): string | undefined {
  const head = Buffer.from(base64.slice(0, Math.ceil((HEAD * 4) / 3)), 'base64').toString('utf8');
  // A character may be cut at its end.
  if (head === '' || isBinary(head.slice(0, -1))) return undefined;
  try {
    return utf8.decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

/** Whether there are characters that no text has. */
function isBinary(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- These are what it is about.
  return /[\0-\b\x0e-\x1f\uFFFD]/.test(text);
}
