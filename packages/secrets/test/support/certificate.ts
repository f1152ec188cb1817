import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate of 127.0.0.1 that stands for its own authority, as two PEM files. Node makes keys, but no certificates. */
export function makeCertificate(folder: string): { readonly cert: string; readonly key: string } {
  const cert = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '2', '-subj', '/CN=safeai.test', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', key, '-out', cert],
  ]);
  if (made.status !== 0) throw new Error('openssl makes no certificate.');
  return { cert, key };
}
