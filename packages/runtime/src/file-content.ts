import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

import { parseStrictJson, SafeAIError, type JsonLimits, type JsonValue } from '@safeai/core';

import { NODE_STEPS, openAt, type OpenSteps } from './opened-file.ts';
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
 * @param path a real path: a link on the way now was not there when it was resolved, and is refused
 * @param steps how files are opened; tests act in between
 * @throws SafeAIError `not_found`; `path_not_allowed` for what lies elsewhere; `payload_too_large`;
 *   `invalid_request` for what is not a file, binary, or not JSON
 */
export async function readContent(
  path: string,
  limits: ContentLimits,
  steps: OpenSteps = NODE_STEPS,
): Promise<FileContent> {
  const bytes = await readBytes(path, limits, steps);
  const text = decode(bytes);
  if (!path.toLowerCase().endsWith('.json')) return { mode: 'text', sizeBytes: bytes.length, text };
  return { mode: 'structured', sizeBytes: bytes.length, payload: parse(text, limits) };
}

async function readBytes(
  path: string,
  { maxBytes, own }: ContentLimits,
  steps: OpenSteps,
): Promise<Buffer> {
  const { file, stats: opened } = await openAt(path, steps);
  try {
    if (!opened.isFile()) throw refused('The path does not name a regular file.');
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
