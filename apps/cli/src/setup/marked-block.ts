import { createHash } from 'node:crypto';

/** Lines between two marks in a file whose comments begin with `#`. */
export interface MarkedBlock {
  readonly start: number;
  /** Behind the line end of the second mark, where it has one. */
  readonly end: number;
  readonly lines: readonly string[];
  /** The lines are other than those that were written. */
  readonly isEdited: boolean;
}

/** The block as text, without a line end behind it. */
export function markedText(name: string, lines: readonly string[], indent = ''): string {
  return [
    `${indent}# >>> safeai:${name} ${hashOf(lines)} >>>`,
    ...lines.map((line) => (line === '' ? '' : indent + line)),
    `${indent}# <<< safeai:${name} <<<`,
  ].join('\n');
}

/** Finds the block of a name. O(length) */
export function findMarked(text: string, name: string): MarkedBlock | undefined {
  const first = new RegExp(`^([ \\t]*)# >>> safeai:${name} ([0-9a-f]{12}) >>>[ \\t]*\\r?\\n`, 'm');
  const begin = first.exec(text);
  if (begin === null) return undefined;
  const [head, indent = '', hash] = begin;
  const from = begin.index + head.length;
  const last = new RegExp(`^[ \\t]*# <<< safeai:${name} <<<[ \\t]*(?:\\r?\\n|$)`, 'm');
  const stop = last.exec(text.slice(from));
  if (stop === null) return undefined;
  const inner = text.slice(from, from + stop.index);
  const lines = inner
    .split(/\r?\n/)
    .slice(0, -1)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
  return {
    start: begin.index,
    end: from + stop.index + stop[0].length,
    lines,
    isEdited: hashOf(lines) !== hash,
  };
}

/** The text without the block. */
export function withoutMarked(text: string, { start, end }: MarkedBlock): string {
  // At the end of a file without a last line end, the one before the block came with it.
  const isLast = end === text.length && !text.endsWith('\n');
  const from = isLast && text[start - 1] === '\n' ? start - 1 : start;
  return text.slice(0, from) + text.slice(end);
}

/** The text with a block at its end; a text without a last line end has none afterwards. */
export function withMarkedAtEnd(text: string, block: string): string {
  if (text === '' || text.endsWith('\n')) return `${text}${block}\n`;
  return `${text}\n${block}`;
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12);
}
