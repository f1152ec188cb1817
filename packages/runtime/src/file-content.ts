import { constants, type Stats } from 'node:fs';
import { lstat, open, stat } from 'node:fs/promises';

import { parseStrictJson, SafeAIError, type JsonLimits, type JsonValue } from '@safeai/core';

import { notAllowed } from './scan-roots.ts';

/** A file's content, ready to be scanned. */
export type FileContent =
  | { readonly mode: 'text'; readonly sizeBytes: number; readonly text: string }
  | { readonly mode: 'structured'; readonly sizeBytes: number; readonly payload: JsonValue };

/** How much of a file is read, and what a `.json` file may hold. */
export interface ContentLimits extends JsonLimits {
  readonly maxBytes: number;
  /** Files that are never read, under whatever name: another link to one is the same file. */
  readonly own: readonly string[];
}

/**
 * Reads a regular file of at most `maxBytes` as UTF-8; a `.json` file as JSON.
 *
 * @param path a real path: a link there now was not there when it was resolved, and is refused
 * @throws SafeAIError `payload_too_large`; `invalid_request` for what is not a file, binary, or not JSON
 */
export async function readContent(path: string, limits: ContentLimits): Promise<FileContent> {
  const bytes = await readBytes(path, limits);
  const text = decode(bytes);
  if (!path.toLowerCase().endsWith('.json')) return { mode: 'text', sizeBytes: bytes.length, text };
  return { mode: 'structured', sizeBytes: bytes.length, payload: parse(text, limits) };
}

async function readBytes(path: string, { maxBytes, own }: ContentLimits): Promise<Buffer> {
  // NONBLOCK: opening a pipe must not wait for a writer.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((cause: unknown) => {
    throw new SafeAIError('not_found', 'The file could not be opened.', { cause });
  });
  try {
    const [opened, named] = await Promise.all([file.stat(), lstat(path)]);
    if (!opened.isFile() || opened.ino !== named.ino || opened.dev !== named.dev) {
      throw refused('The path does not name a regular file.');
    }
    if (await isOneOf(own, opened)) throw notAllowed();
    const tooLarge = new SafeAIError(
      'payload_too_large',
      `The file is larger than scan.max_file_bytes (${String(maxBytes)}).`,
    );
    if (opened.size > maxBytes) throw tooLarge;
    const buffer = Buffer.alloc(maxBytes < opened.size + 1 ? maxBytes : opened.size + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    // It grew while it was read: what lies behind the end would go unscanned.
    if (length > opened.size) throw tooLarge;
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function isOneOf(files: readonly string[], { dev, ino, nlink }: Stats): Promise<boolean> {
  if (nlink < 2) return false;
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return stats.some((other) => other?.dev === dev && other.ino === ino);
}

function decode(bytes: Buffer): string {
  if (bytes.includes(0)) throw refused('The file is binary.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refused('The file is not UTF-8 text.', cause);
  }
}

function parse(text: string, limits: JsonLimits): JsonValue {
  try {
    return parseStrictJson(text, limits, 'The file');
  } catch (error) {
    if (!SafeAIError.isInstance(error) || error.code !== 'malformed_json') throw error;
    throw refused(`${error.message} A file named .json must be JSON.`, error);
  }
}

function refused(message: string, cause?: unknown): SafeAIError {
  return new SafeAIError('invalid_request', message, {
    ...(cause === undefined ? {} : { cause }),
    details: [{ path: '$.path', message }],
  });
}
