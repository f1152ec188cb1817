import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';
import { decode } from './decode.ts';
import { readStream, type SizeLimit } from './read-stream.ts';

/** Where a command's text is to come from, as the command line says it. */
export interface ContentChoice {
  /** The text itself; `-` for standard input. */
  readonly text: string | undefined;
  /** `--file`. */
  readonly file: string | undefined;
}

/** A text to work on. */
export interface Content {
  readonly origin: 'argument' | 'stdin' | 'file';
  /** How messages call it. */
  readonly name: string;
  readonly text: string;
  readonly bytes: number;
}

/**
 * Reads the text that a command is to work on.
 *
 * @param verb what the command does with it, for the message when there is none: `scan`
 */
export async function readContent(
  { text, file }: ContentChoice,
  verb: string,
  limit: SizeLimit,
  host: CliHost,
): Promise<Content> {
  if (file !== undefined && text !== undefined) {
    throw new UsageError(`give a text or --file, not both`);
  }
  if (file !== undefined && file !== '-') {
    return read(createReadStream(resolve(host.cwd, file)), 'file', file, limit);
  }
  if (text === '-' || file === '-') return read(host.stdin, 'stdin', 'standard input', limit);
  if (text !== undefined) {
    return { origin: 'argument', name: 'the text', text, bytes: Buffer.byteLength(text) };
  }
  throw new UsageError(`nothing to ${verb}`, {
    hint: `Give a text, --file FILE, or - to read standard input.`,
  });
}

async function read(
  stream: CliHost['stdin'],
  origin: 'stdin' | 'file',
  name: string,
  limit: SizeLimit,
): Promise<Content> {
  const bytes = await readStream(stream, name, limit);
  return { origin, name, text: decode(bytes, name), bytes: bytes.length };
}
