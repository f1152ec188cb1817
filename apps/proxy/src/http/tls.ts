import { readFileSync } from 'node:fs';
import { createSecureContext, type TlsOptions } from 'node:tls';
import type { SafeAIConfig } from '@safeai/config';
import { StartError } from '../lifecycle/listen.ts';

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

function fileOf(path: string, setting: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new StartError(`${setting}: ${path} cannot be read.`, { cause });
  }
}
