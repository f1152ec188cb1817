import type { IncomingMessage, ServerResponse } from 'node:http';
import { SafeAIError } from '@safeai/core';

/** The caller went away before its request was whole: there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** Whether a request says that a body follows. */
export function announcesBody(req: IncomingMessage): boolean {
  const length = req.headers['content-length'];
  return (length !== undefined && length !== '0') || req.headers['transfer-encoding'] !== undefined;
}

/**
 * Reads a body whole. Past the limit it stops keeping what comes; Node discards the rest.
 *
 * @param limit bytes
 * @param setting that the limit is of
 * @throws SafeAIError `payload_too_large`; ClientGone
 */
export function readBody(
  req: IncomingMessage,
  res: ServerResponse,
  limit: number,
  setting = 'limits.body_bytes',
): Promise<Buffer> {
  const refusal = (): SafeAIError => tooLarge(limit, setting);
  if (Number(req.headers['content-length'] ?? 0) > limit) return Promise.reject(refusal());
  // Of who left before, nothing is told any more.
  if (req.destroyed) return Promise.reject(new ClientGone());
  if (req.headers.expect !== undefined) res.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(refusal());
    });
    req.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    // Comes last, after every error too.
    req.on('close', () => {
      if (!req.complete) reject(new ClientGone());
    });
    req.on('error', ignore);
  });
}

/** `close` tells all that matters. */
function ignore(): void {
  // nothing to add
}

function tooLarge(limit: number, setting: string): SafeAIError {
  return new SafeAIError(
    'payload_too_large',
    `The body is over ${String(limit)} bytes (${setting}).`,
  );
}
