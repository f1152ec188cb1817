import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { SafeAIConfig } from '@safeai/config';
import { acceptKeyForCertificate, tlsByKey, tlsOptions } from './tls.ts';

/** How often the time limits are looked after, in milliseconds. */
const LONGEST_CHECK = 1_000;
const SHORTEST_CHECK = 25;

/** What a server is made of beside its configuration. */
export interface ServerParts {
  readonly listener: RequestListener;
  /** What requests are. */
  readonly message: typeof IncomingMessage;
  /** Lets programs of this machine that know it in over TLS, without any certificate. */
  readonly localKey: string | undefined;
}

/**
 * A Node server with the configured limits, over TLS where certificates are configured. Not listening yet.
 *
 * @throws StartError for a certificate or key that cannot be used
 */
export function makeServer(
  config: SafeAIConfig,
  { listener, message, localKey }: ServerParts,
): Server {
  const { limits } = config;
  const options = { ...serverOptions(limits), IncomingMessage: message };
  const { tls } = config.server;
  const server =
    tls === undefined
      ? createServer(options, listener)
      : createTlsServer({ ...options, ...tlsOptions(tls), ...tlsByKey(localKey) }, listener);
  if (tls?.clientCaFile !== undefined && localKey !== undefined) acceptKeyForCertificate(server);
  server.maxConnections = limits.connections;
  // Node would drop further headers without a word, and with them one that ends the trust in a caller.
  server.maxHeadersCount = 0;
  server.on('checkContinue', listener);
  server.on('checkExpectation', listener);
  return server;
}

function serverOptions(limits: SafeAIConfig['limits']): ServerOptions {
  const requestTimeout = limits.requestSeconds * 1000;
  const headersTimeout = Math.min(limits.headerSeconds * 1000, requestTimeout);
  return {
    maxHeaderSize: limits.headerBytes,
    // The edge refuses a request without Host, in the form of all refusals.
    requireHostHeader: false,
    requestTimeout,
    headersTimeout,
    keepAliveTimeout: limits.keepAliveSeconds * 1000,
    connectionsCheckingInterval: Math.max(
      SHORTEST_CHECK,
      Math.min(LONGEST_CHECK, headersTimeout / 4),
    ),
  };
}
