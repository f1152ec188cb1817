/** A place in a configuration file. Line and column count from 1. */
export interface Position {
  /** The file as the user named it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A text that was read, and where from. */
export class Source {
  /** The file as messages name it. */
  readonly name: string;
  /** The folder that relative paths in it start from. */
  readonly folder: string;
  readonly text: string;
  private lineStarts: readonly number[] | undefined;

  constructor(name: string, folder: string, text: string) {
    this.name = name;
    this.folder = folder;
    this.text = text;
  }

  /** The line and column of an offset. */
  positionOf(offset: number): Position {
    this.lineStarts ??= startsOfLines(this.text);
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.name, line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

/** A place as a source and an offset; the line is looked up only when a message needs it. */
export interface Place {
  readonly source: Source;
  readonly offset: number;
}

/** The line and column of a place. */
export function positionOf(place: Place): Position {
  return place.source.positionOf(place.offset);
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
