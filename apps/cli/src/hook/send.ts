import { request } from 'node:http';
import type { Ask } from '../connection/ask.ts';

type Sent = Parameters<Ask>[1];

/** What came back. */
export interface Received {
  readonly status: number;
  readonly text: string;
}

/** Largest answer, in bytes: whoever answers without an end must not end this process, which a host takes for consent. */
const MAX_ANSWER = 64 * 1024 * 1024;

/**
 * Sends a request, and reads its answer whole. Without `fetch` where there is no TLS: to load that takes longer than
 * all the rest.
 */
export async function send(ask: Ask, url: string, sent: Sent): Promise<Received> {
  if (url.startsWith('http:')) return sendPlainly(url, sent);
  const response = await ask(url, sent);
  return { status: response.status, text: await response.text() };
}

function sendPlainly(url: string, { method, headers, body = '', signal }: Sent): Promise<Received> {
  const length = String(Buffer.byteLength(body));
  const options = {
    ...{ method, signal, agent: false },
    headers: { ...headers, 'content-length': length },
  };
  return new Promise((resolve, reject) => {
    request(url, options, (answer) => {
      const pieces: Buffer[] = [];
      let length = 0;
      answer.on('data', (piece: Buffer) => {
        length += piece.length;
        pieces.push(piece);
        if (length > MAX_ANSWER) answer.destroy(new Error('The answer is too large.'));
      });
      // An answer that breaks off is an error, not an end.
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') });
      });
    })
      .on('error', reject)
      .end(body);
  });
}
