import type { Exchange } from './exchange.ts';

/** An answer that is ready to be sent. */
export interface Reply {
  readonly status: number;
  readonly mediaType: string;
  readonly body: string;
  /** Further headers; `cache-control` is `no-store` without one. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[];
}

/**
 * Sends an answer in one write.
 *
 * @param securityHeaders the flat list that helmet sets
 */
export function sendReply(
  exchange: Exchange,
  reply: Reply,
  securityHeaders: readonly string[],
): void {
  const { res } = exchange;
  if (res.headersSent || res.destroyed) return;
  const headers = [...securityHeaders, 'x-request-id', exchange.requestId];
  // What has not changed is described as it was.
  if (reply.status !== 304) {
    headers.push('content-type', reply.mediaType);
    headers.push('content-length', String(Buffer.byteLength(reply.body)));
  }
  if (reply.headers['cache-control'] === undefined) headers.push('cache-control', 'no-store');
  if (exchange.traceparent !== undefined) headers.push('traceparent', exchange.traceparent);
  for (const name in reply.headers) headers.push(name, reply.headers[name] ?? '');
  for (const cookie of reply.cookies ?? []) headers.push('set-cookie', cookie);
  res.writeHead(reply.status, headers);
  res.end(reply.body);
}
