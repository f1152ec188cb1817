import { readFileSync, statSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { createSecureContext, DEFAULT_CIPHERS, type TLSSocket, type TlsOptions } from 'node:tls';
import type { SafeAIConfig } from '@safeai/config';
import { isSameMachine } from '../edge/peer.ts';
import { StartError } from '../lifecycle/listen.ts';

/** Whom the commands of this machine say they are. Tickets of other callers come by the same way, and are none. */
const LOCAL = 'safeai-local';

type TlsSettings = NonNullable<SafeAIConfig['server']['tls']>;

/** Why a server cannot end TLS with what a setting names. */
export interface TlsProblem {
  /** The setting: `server.tls.cert_file`. */
  readonly path: string;
  readonly message: string;
  readonly cause: unknown;
}

/**
 * Reads what `server.tls` names. With a client authority, a caller without a certificate of it is refused before
 * any request.
 *
 * @throws StartError for the first of {@link tlsProblems}
 */
export function tlsOptions(tls: TlsSettings): TlsOptions {
  const { options, problems } = readTls(tls);
  const [first] = problems;
  if (first === undefined) return options;
  const { path, message, cause } = first;
  throw new StartError(`${path}: ${message}.`, { cause });
}

/** All that keeps a server from ending TLS: files that cannot be read, no certificate, not its key. */
export function tlsProblems(tls: TlsSettings): readonly TlsProblem[] {
  return readTls(tls).problems;
}

function readTls(tls: TlsSettings): { options: TlsOptions; problems: readonly TlsProblem[] } {
  const problems: TlsProblem[] = [];
  const options: TlsOptions = { minVersion: 'TLSv1.2' };
  attempt('cert_file', `${tls.certFile} cannot be read`, () => {
    options.cert = contentOf(tls.certFile);
  });
  attempt('key_file', `${tls.keyFile} cannot be read`, () => {
    options.key = contentOf(tls.keyFile);
  });
  const { clientCaFile } = tls;
  if (clientCaFile !== undefined) {
    options.requestCert = true;
    options.rejectUnauthorized = true;
    attempt('client_ca_file', `${clientCaFile} cannot be read`, () => {
      options.ca = contentOf(clientCaFile);
    });
  }
  if (problems.length === 0) {
    attempt('', 'this is no certificate in PEM form, or not its key', () => {
      createSecureContext(options);
    });
  }
  return { options, problems };

  function attempt(setting: string, message: string, act: () => void): void {
    try {
      act();
    } catch (cause) {
      problems.push({ path: ['server.tls', setting].filter(Boolean).join('.'), message, cause });
    }
  }
}

/**
 * Lets the commands of this machine in by the key in `server.json`, which each end proves to the other (TLS-PSK, RFC
 * 5489): certificates are for names that others use, and commands have none of their own. TLS 1.2, for Node.js has it
 * there alone. Nothing changes for whoever does not offer it.
 */
export function tlsByKey(key: string | undefined): TlsOptions {
  if (key === undefined) return {};
  return {
    ciphers: DEFAULT_CIPHERS.replace(':!PSK', ':!kPSK:!kRSAPSK:!kDHEPSK'),
    pskCallback: (socket, identity) =>
      identity === LOCAL && isSameMachine(socket) ? Buffer.from(key) : null,
  };
}

/**
 * Lets the key stand for the certificate that `client_ca_file` wants of every caller: later versions of Node.js 24
 * refuse whoever has no certificate, the key or not. So of this machine's callers Node.js only asks for one, and who
 * has neither is cut off here, before any request is read. Callers of other machines it refuses itself as ever, which
 * tells them in the handshake what is missing.
 */
export function acceptKeyForCertificate(server: Server): void {
  server.prependListener('connection', (socket: Socket) => {
    // Read for each connection. Were it not, all without a certificate would be refused.
    Object.assign(server, { rejectUnauthorized: !isSameMachine(socket) });
  });
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    if (!hasCertificate(socket) && !hasKey(socket)) socket.destroy();
  });
}

/** Earlier versions of Node.js call authorized also who resumes a session that never had a certificate. */
function hasCertificate(socket: TLSSocket): boolean {
  return socket.authorized && socket.getPeerX509Certificate() !== undefined;
}

/** No cipher of this name comes about without the key. */
function hasKey(socket: TLSSocket): boolean {
  return socket.getCipher().name.startsWith('ECDHE-PSK-') && isSameMachine(socket);
}

/** A pipe is refused: reading one could wait for ever. */
function contentOf(path: string): Buffer {
  if (!statSync(path).isFile()) throw new Error('This is no regular file.');
  return readFileSync(path);
}
