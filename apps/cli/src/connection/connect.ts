import { loadConfiguration, type StateOptions } from '../configuration/load-configuration.ts';
import type { CliHost } from '../host.ts';
import type { Caller } from './caller.ts';
import { HttpCaller } from './http-caller.ts';
import { liveServer } from './server-file.ts';

/**
 * Lends the routes of the installation that a command line means: those at `SAFEAI_URL` (with `SAFEAI_API_KEY`),
 * else those of the server that works on the state folder, else the same routes inside this process.
 *
 * @throws UsageError with exit code 4 for a server that does not answer; ConfigError
 */
export async function withRoutes<T>(
  options: StateOptions,
  host: CliHost,
  use: (caller: Caller) => Promise<T>,
): Promise<T> {
  const url = host.env.SAFEAI_URL ?? '';
  if (url !== '') return use(new HttpCaller(url, host.env.SAFEAI_API_KEY));
  const loaded = await loadConfiguration(options, host);
  const { findStateFolder } = await import('@safeai/runtime');
  const folder = await findStateFolder({
    loaded,
    environment: host.env,
    ...(options.stateDir === undefined ? {} : { named: options.stateDir }),
  });
  const server = await liveServer(folder);
  if (server !== undefined) return use(new HttpCaller(server.url, server.token));
  // Not at the top: a server is asked without loading one.
  const { localRoutes } = await import('@safeai/proxy');
  const { withEmbedded } = await import('../configuration/embedded.ts');
  return withEmbedded(options, host, ({ runtime }) =>
    use({ place: folder, call: localRoutes(runtime) }),
  );
}
