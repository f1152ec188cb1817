import { readFileSync } from 'node:fs';
import { createSecureContext, DEFAULT_CIPHERS, type TlsOptions } from 'node:tls';
import type { SafeAIConfig } from '@safeai/config';
import { isSameMachine } from '../edge/peer.ts';
import { StartError } from '../lifecycle/listen.ts';

/** Whom the commands of this machine say they are. Tickets of other callers come by the same way, and are none. */
const LOCAL = 'safeai-local';

type TlsSettings = NonNullable<SafeAIConfig['server']['tls']>;

/**
 * Reads what `server.tls` names. With a client authority, a caller without a certificate of it is refused before
 * any request.
 *
 * @throws StartError for a file that cannot be read, and for what is no certificate or not its key
 */
export function tlsOptions(tls: TlsSettings): TlsOptions {
  const options: TlsOptions = {
    cert: fileOf(tls.certFile, 'server.tls.cert_file'),
    key: fileOf(tls.keyFile, 'server.tls.key_file'),
    minVersion: 'TLSv1.2',
  };
  if (tls.clientCaFile !== undefined) {
    options.ca = fileOf(tls.clientCaFile, 'server.tls.client_ca_file');
    options.requestCert = true;
    options.rejectUnauthorized = true;
  }
  try {
    createSecureContext(options);
  } catch (cause) {
    throw new StartError('server.tls: this is no certificate in PEM form, or not its key.', {
      cause,
    });
  }
  return options;
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

function fileOf(path: string, setting: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new StartError(`${setting}: ${path} cannot be read.`, { cause });
  }
}
