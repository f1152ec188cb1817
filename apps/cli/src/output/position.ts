/** Where a problem of a configuration is. */
interface FilePosition {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** `safeai.yaml:3:5`, or as much of it as is known. */
export function filePosition({ file, line, column }: FilePosition): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** Line and column, both from 1, of an offset in a text; columns count UTF-16 code units, as editors do. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (const match of text.matchAll(/\r\n?|\n/g)) {
    const next = match.index + match[0].length;
    if (next > offset) break;
    line += 1;
    start = next;
  }
  return { line, column: offset - start + 1 };
}
