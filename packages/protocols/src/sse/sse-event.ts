import type { TextRange } from '../json/value-ranges.ts';

/** One event of a stream: what stands up to and with a blank line. */
export interface SseEvent {
  /** Its bytes as they came, the blank line and all before it included. All events' put together are the stream. */
  readonly raw: Uint8Array;
  /** The bytes as text. */
  readonly text: string;
  /** The field `event`; null where there is none. */
  readonly name: string | null;
  /** The `data` lines joined by a line feed; null where there is none: a comment, or only a blank line. */
  readonly data: string | null;
  /** Where each data line's value stands in `text`. */
  readonly dataLines: readonly TextRange[];
  /** All else that holds characters: comments, `id`, `retry`, names before the last and lines that mean nothing, as written. */
  readonly otherLines: readonly OtherLine[];
  /** False for what stood without a blank line at the end of the stream: most readers drop it. */
  readonly complete: boolean;
}

/** A line of an event that is neither its name nor its data; `event`: a name that a later one took the place of. */
export interface OtherLine {
  readonly kind: 'comment' | 'id' | 'retry' | 'event' | 'unknown';
  readonly text: string;
}

const BOM = 0xfeff;
const SPACE = 0x20;
const LINE = /\r\n|\n|\r/g;

/** Takes an event's text apart, as the standard says. Linear. */
export function parseEvent(
  raw: Uint8Array,
  text: string,
  options: { readonly first: boolean; readonly complete: boolean },
): SseEvent {
  const single = singleLine(text);
  if (single !== undefined) {
    const data = text.slice(single.start, single.end);
    const dataLines = [single];
    return { raw, text, name: null, data, dataLines, otherLines: [], complete: options.complete };
  }
  let name: string | null = null;
  let nameLine = '';
  const dataLines: TextRange[] = [];
  const otherLines: OtherLine[] = [];
  let start = options.first && text.charCodeAt(0) === BOM ? 1 : 0;
  LINE.lastIndex = start;
  while (start < text.length) {
    const stop = LINE.exec(text);
    const end = stop?.index ?? text.length;
    const line = text.slice(start, end);
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const offset =
      colon === -1 ? line.length : colon + (line.charCodeAt(colon + 1) === 0x20 ? 2 : 1);
    if (field === 'data') dataLines.push({ start: start + offset, end });
    else if (field === 'event') {
      // The last one counts.
      if (name !== null) otherLines.push({ kind: 'event', text: nameLine });
      name = line.slice(offset);
      nameLine = line;
    } else if (line !== '') otherLines.push({ kind: kindOf(field, colon), text: line });
    start = stop === null ? text.length : LINE.lastIndex;
  }
  const data =
    dataLines.length === 0
      ? null
      : dataLines.map((line) => text.slice(line.start, line.end)).join('\n');
  return { raw, text, name, data, dataLines, otherLines, complete: options.complete };
}

/** Where the data stands in an event that is nothing but a line of data and a blank line, as most are. */
function singleLine(text: string): TextRange | undefined {
  if (!text.startsWith('data:')) return undefined;
  const end = text.indexOf('\n');
  if (end !== text.length - 2 || !text.endsWith('\n') || text.includes('\r')) return undefined;
  return { start: text.charCodeAt(5) === SPACE ? 6 : 5, end };
}

function kindOf(field: string, colon: number): OtherLine['kind'] {
  if (colon === 0) return 'comment';
  return field === 'id' || field === 'retry' ? field : 'unknown';
}
