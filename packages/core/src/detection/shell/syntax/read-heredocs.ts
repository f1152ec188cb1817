import { Code } from './chars.ts';
import { readBackticks, readDollar } from './read-expansion.ts';
import type { PendingHeredoc, Scanner } from './scanner.ts';
import type { Script } from './syntax.ts';
import { WordParts } from './word-parts.ts';

/** Reads the lines of every heredoc announced on the line that just ended. */
export function readHeredocs(scanner: Scanner): void {
  const pending = scanner.heredocs;
  if (pending.length === 0) return;
  scanner.heredocs = [];
  for (const heredoc of pending) readLines(scanner, heredoc);
}

function readLines(scanner: Scanner, heredoc: PendingHeredoc): void {
  const start = scanner.pos;
  let line = start;
  let bodyEnd = scanner.end;
  let next = scanner.end;
  while (line < scanner.end) {
    let stop = scanner.text.indexOf('\n', line);
    if (stop === -1 || stop > scanner.end) stop = scanner.end;
    if (isDelimiter(scanner.text, line, stop, heredoc)) {
      bodyEnd = line;
      next = Math.min(stop + 1, scanner.end);
      break;
    }
    line = stop + 1;
  }
  heredoc.heredocs.push({ start, end: bodyEnd });
  if (!heredoc.literal) readEmbedded(scanner, start, bodyEnd, heredoc.embedded);
  if (scanner.pos < next) scanner.pos = next;
}

function isDelimiter(text: string, line: number, stop: number, heredoc: PendingHeredoc): boolean {
  let start = line;
  if (heredoc.stripTabs) while (start < stop && text.charCodeAt(start) === Code.tab) start++;
  let end = stop;
  if (end > start && text.charCodeAt(end - 1) === Code.return) end--;
  return end - start === heredoc.delimiter.length && text.startsWith(heredoc.delimiter, start);
}

/** Reads text that is data, but in which substituted commands run: between two places, quotes having no meaning. */
export function readEmbedded(
  scanner: Scanner,
  start: number,
  end: number,
  embedded: Script[],
): void {
  const outerEnd = scanner.end;
  const parts = new WordParts();
  scanner.pos = start;
  scanner.end = end;
  while (scanner.pos < end) {
    const code = scanner.peek();
    if (code === Code.dollar) readDollar(scanner, parts, true);
    else if (code === Code.backtick) readBackticks(scanner, parts, true);
    else scanner.pos += code === Code.backslash ? 2 : 1;
  }
  scanner.pos = end;
  scanner.end = outerEnd;
  scanner.stopIfSpent();
  for (const { script } of parts.expansions) if (script !== undefined) embedded.push(script);
}
