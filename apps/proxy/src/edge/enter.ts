import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError } from '../http/problem.ts';
import { splitTarget, type Exchange } from '../http/exchange.ts';
import type { EdgeSettings } from '../settings/settings.ts';
import { checkFetchSite, checkHost, checkOrigin } from './hosts.ts';
import { peerOf } from './peer.ts';
import { requestIdOf } from './request-id.ts';
import { mentionsKey } from './sent-keys.ts';
import { continueTrace } from './trace.ts';

/** Asked by whoever watches the server, under whatever name they reach it; under another's they are nobody. */
const HEALTH = '/v1/health';

/** What no path holds (RFC 3986), and what Express would read as another path than this server does. */
const NO_PATH = /[^!-~]|[#\\]/;

/** Takes a request in: names it, and reads what connection and headers tell. Never fails. */
export function takeIn(
  req: IncomingMessage,
  res: ServerResponse,
  settings: EdgeSettings,
): Exchange {
  const { path, search } = splitTarget(req.url ?? '');
  return {
    req,
    res,
    requestId: requestIdOf(req.headers['x-request-id']),
    traceparent: continueTrace(req.headers.traceparent),
    peer: peerOf(req, settings),
    settings,
    path,
    search,
    startedAt: performance.now(),
  };
}

/**
 * Refuses what is not meant for this server, before anything is dispatched.
 *
 * @param boundHost the address that the server was asked to bind
 * @throws SafeAIError `foreign_host`, `foreign_origin`; HttpError for too many headers, no Host and odd targets
 */
export function checkEntry(exchange: Exchange, boundHost: string): void {
  const { req, peer, path, settings } = exchange;
  if (peer.headerCount > settings.limits.headerCount) {
    throw new HttpError(
      'limit_exceeded',
      `The request has over ${String(settings.limits.headerCount)} headers (limits.header_count).`,
      { status: 431 },
    );
  }
  // Node takes a line without a version for HTTP/0.9, which has no headers to go by.
  const isOld = req.httpVersionMajor < 1;
  if (isOld || !path.startsWith('/') || NO_PATH.test(path) || peer.hostCount > 1) {
    throw new HttpError('invalid_request', 'The request names its target in an odd way.', {
      status: 400,
    });
  }
  const { expect } = req.headers;
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    throw new HttpError('invalid_request', 'The expectation of the request cannot be met.', {
      status: 417,
    });
  }
  if (peer.repeated !== undefined) {
    throw new HttpError('invalid_request', `The request has two ${peer.repeated} headers.`, {
      status: 400,
    });
  }
  try {
    checkOwnHost(exchange, boundHost);
  } catch (error) {
    if (path !== HEALTH && !path.startsWith(`${HEALTH}/`)) throw error;
    peer.foreignHost = true;
  }
  checkOrigin(req.headers.origin, req.headers.host, settings.publicUrl);
  checkFetchSite(req.headers);
  if (mentionsKey(`${path}?${exchange.search}`)) {
    throw new HttpError(
      'invalid_request',
      'A SafeAI key does not belong into an address, where logs keep it: send it in x-safeai-key, and revoke this one.',
      { status: 400 },
    );
  }
}

function checkOwnHost({ req, peer, settings }: Exchange, boundHost: string): void {
  if (peer.hostCount === 0) {
    throw new HttpError('invalid_request', 'The request has no Host header.', { status: 400 });
  }
  checkHost(req.headers.host, {
    boundHost,
    localAddress: req.socket.localAddress,
    allowedHosts: settings.allowedHosts,
  });
}
