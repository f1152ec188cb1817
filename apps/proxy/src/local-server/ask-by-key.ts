import { request, type RequestOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import type { Sent } from './ask.ts';

/** Both ends prove the key, and only a server that has it gets anything to read. */
const CIPHER = 'ECDHE-PSK-CHACHA20-POLY1305';

/** By what name a server has the key. */
const IDENTITY = 'safeai-local';

/**
 * Asks the server of this machine over its TLS (`server.tls`). Its certificate is for names that others call it by,
 * and it may want one of its callers: in place of both stands the key that it left in `server.json`.
 */
export function askByKey(
  url: string,
  { method, headers, body, signal }: Sent,
  key: string,
): Promise<Response> {
  const options: RequestOptions & ConnectionOptions = {
    method,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body ?? '')) },
    signal,
    agent: false,
    ciphers: CIPHER,
    maxVersion: 'TLSv1.2',
    pskCallback: () => ({ psk: Buffer.from(key), identity: IDENTITY }),
    // There is no certificate.
    checkServerIdentity: () => undefined,
  };
  return new Promise((resolve, reject) => {
    request(url, options, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const found = Object.entries(answer.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value] as [string, string]] : [],
        );
        const { statusCode: status = 0 } = answer;
        resolve(new Response(Buffer.concat(pieces), { status, headers: found }));
      });
    })
      .on('error', reject)
      .end(body);
  });
}
