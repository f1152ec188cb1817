import { createReadStream } from 'node:fs';

/** A line of a file. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Null for one that is longer than {@link MAX_LINE}. */
  readonly text: string | null;
  /** Where the next line begins, in bytes. */
  readonly end: number;
}

/** Longest line that is read, in bytes. */
export const MAX_LINE = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;

/**
 * Reads a file line by line, and keeps no more of it than one line.
 *
 * @throws what the system says of a file that cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let size = 0;
  let number = 0;
  let end = 0;
  const take = (part: Buffer): void => {
    size += part.length;
    if (size <= MAX_LINE) parts.push(part);
    else parts = [];
  };
  const line = (): Line => {
    number += 1;
    end += size;
    const text = size > MAX_LINE ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    size = 0;
    return { number, text, end };
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED, from); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      take(chunk.subarray(from, at + 1));
      from = at + 1;
      yield line();
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  if (size > 0) yield line();
}
