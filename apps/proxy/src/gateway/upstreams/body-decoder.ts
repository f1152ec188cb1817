import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Unpacks a body. */
export type BodyDecoder = Transform;

/** Above this size, an unpacked body may be no more than so many times as large as the packed one. */
const FREE_BYTES = 1_048_576;
const MAX_RATIO = 100;

/**
 * What unpacks a `Content-Encoding`: none for a body that is not packed. It was asked for as it is; some pack it all
 * the same.
 *
 * @throws Error for an encoding that cannot be unpacked, and for more than one
 */
export function decoderFor(encoding: string | undefined): BodyDecoder | undefined {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new Error('The body is packed in a way that was not asked for.');
  }
}

/** Whether a body unpacks to so much that it was made to. */
export function isBomb(packed: number, unpacked: number): boolean {
  return unpacked > FREE_BYTES && unpacked > packed * MAX_RATIO;
}
