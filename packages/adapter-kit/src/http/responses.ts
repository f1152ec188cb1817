import { SafeAIError, type JsonValue } from '@safeai/core';
import { joined } from './joined.ts';

/** Most bytes of an answer. */
const MOST_BYTES = 16 * 1024 * 1024;

/** What a response may be made of. */
export type ResponseBody = ConstructorParameters<typeof Response>[0];

/** The header of a body of JSON. */
export const JSON_TYPE = { 'content-type': 'application/json' };

/** An error of ours, which clients do not retry unless that is said. */
export function errorResponse(
  body: ResponseBody,
  { status, code, isRetried = false }: { status: number; code: string; isRetried?: boolean },
): Response {
  return new Response(body, {
    status,
    headers: {
      ...JSON_TYPE,
      'x-safeai-error': code,
      ...(!isRetried && { 'x-should-retry': 'false' }),
    },
  });
}

/** The answer to a call that nobody could judge. */
export function refused(method: string, path: string): Response {
  const code = 'path_not_allowed';
  const message = `SafeAI does not know the format of ${method} ${path}, so that nobody could judge it. Allow such calls with unknownCalls: 'pass', or make them with a client that is not guarded.`;
  const error: JsonValue = { message, type: 'permission_error', param: null, code };
  return errorResponse(JSON.stringify({ type: 'error', error }), { status: 403, code });
}

/** The same answer with another body. */
export function again({ status, statusText, headers }: Response, body: unknown): Response {
  const kept = new Headers(headers);
  // It has been decoded, and may be of another length.
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) kept.delete(name);
  return new Response(body as ResponseBody, { status, statusText, headers: kept });
}

/** The body of an answer, whole. @throws SafeAIError `payload_too_large` */
export async function bytesOf(answer: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > MOST_BYTES) {
      throw new SafeAIError(
        'payload_too_large',
        `The answer has more than ${String(MOST_BYTES)} bytes.`,
      );
    }
    pieces.push(piece);
  }
  return joined(pieces);
}
