/** A text as a file holds it. What is changed in `text` keeps the rest of the file's form. */
export interface TextFile {
  /** Without a byte order mark; lines end with `\n`, unless the file mixes its line ends. */
  readonly text: string;
  readonly hasMark: boolean;
  readonly lineEnd: '\n' | '\r\n';
}

/** The form of a new file. */
export const PLAIN: Omit<TextFile, 'text'> = { hasMark: false, lineEnd: '\n' };

const MARK = '\uFEFF';

/** Reads a file's bytes; undefined where they are no UTF-8 text. */
export function decodeFile(bytes: Uint8Array): TextFile | undefined {
  let whole: string;
  try {
    whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const hasMark = whole.startsWith(MARK);
  const text = hasMark ? whole.slice(1) : whole;
  const isWindows = text.includes('\r\n') && !/(?:^|[^\r])\n|\r(?!\n)/.test(text);
  return isWindows
    ? { text: text.replaceAll('\r\n', '\n'), hasMark, lineEnd: '\r\n' }
    : { text, hasMark, lineEnd: '\n' };
}

/** The bytes of a text in the form of a file: what was decoded is encoded as the same bytes. */
export function encodeFile(text: string, { hasMark, lineEnd }: Omit<TextFile, 'text'>): Buffer {
  const lines = lineEnd === '\n' ? text : text.replaceAll('\n', '\r\n');
  return Buffer.from(hasMark ? MARK + lines : lines);
}
