import type { LoadedConfig } from '@safeai/config';
import type { ErrorDetail } from '@safeai/core';
import type { Check } from './check.ts';

/** What keeps a server from ending TLS with what the configuration names, where it names it; as a start would tell. */
export async function tlsDetails({ config, locate }: LoadedConfig): Promise<ErrorDetail[]> {
  const { tls } = config.server;
  if (tls === undefined) return [];
  // Not at the top: most configurations end no TLS, and are checked without loading a server.
  const { tlsProblems } = await import('./tls-problems.ts');
  return tlsProblems(tls).map(({ path, message }) => ({ message, path, ...locate(path) }));
}

/** Whether the server can end TLS; no check where it is not to. */
export async function checkTls(loaded: LoadedConfig): Promise<Check[]> {
  const { tls } = loaded.config.server;
  if (tls === undefined) return [];
  const name = 'tls';
  const problems = await tlsDetails(loaded);
  if (problems.length === 0)
    return [{ name, status: 'ok', detail: `ends here with ${tls.certFile}` }];
  const detail = problems.map(({ path, message }) => `${path ?? name}: ${message}`).join('\n');
  const hint =
    'The files must hold a certificate chain and its key, in PEM form, readable for this user.';
  return [{ name, status: 'fail', detail, hint }];
}
