import type { Readable } from 'node:stream';
import { systemReason } from '../errors/system-error.ts';
import { UsageError } from '../errors/usage-error.ts';

/** The setting that bounds what is read, and its value. */
export interface SizeLimit {
  readonly setting: string;
  readonly bytes: number;
}

/**
 * Reads a stream to its end, and no further than the limit.
 *
 * @param name how messages call it: `standard input`, or the file
 */
export async function readStream(
  stream: Readable,
  name: string,
  limit: SizeLimit,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > limit.bytes) throw tooLarge(name, limit);
      chunks.push(bytes);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`cannot read ${name}: ${systemReason(cause)}`, { cause });
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(name: string, limit: SizeLimit): UsageError {
  return new UsageError(`${name} is larger than ${limit.setting} (${limit.bytes} bytes)`, {
    hint: `Raise ${limit.setting} in safeai.yaml, or give it in parts.`,
  });
}
