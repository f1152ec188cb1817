import { UsageError } from '../errors/usage-error.ts';

/**
 * Bytes as UTF-8 text, a byte order mark included. What is not text is refused: it would pass unscanned.
 *
 * @param name how messages call it: `standard input`, or the file
 */
export function decode(bytes: Buffer, name: string): string {
  if (bytes.includes(0)) throw new UsageError(`${name} is binary; only text can be scanned`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${name} is not UTF-8 text`, { cause });
  }
}
