import type { LoadedConfig } from '@safeai/config';
import { loadConfiguration, type StateOptions } from '../configuration/load-configuration.ts';
import { statePlace } from '../configuration/state-place.ts';
import { webAddress } from '../configuration/web-address.ts';
import type { CliHost } from '../host.ts';
import { askLocally } from './ask.ts';
import type { Caller } from './caller.ts';
import { HttpCaller } from './http-caller.ts';
import { liveServer, serverFile } from './server-file.ts';

/**
 * Lends the routes of the installation that a command line means: those at `SAFEAI_URL` (with `SAFEAI_API_KEY`),
 * else those of the server that works on the state folder, else the same routes inside this process.
 *
 * @param alone what to do instead where no server runs; the same with the routes inside this process if absent
 * @throws UsageError with exit code 4 for a server that does not answer; ConfigError
 */
export async function withRoutes<T>(
  options: StateOptions,
  host: CliHost,
  use: (caller: Caller) => Promise<T>,
  alone?: (loaded: LoadedConfig) => Promise<T>,
): Promise<T> {
  const url = host.env.SAFEAI_URL ?? '';
  if (url !== '') {
    return use(new HttpCaller(webAddress('SAFEAI_URL', url), keyOf(host), HOW_TO_START));
  }
  // Not at the top: a server is asked without loading one.
  const { findStateFolder } = await import('./state-folder.ts');
  const loaded = await loadConfiguration(options, host);
  const folder = await findStateFolder(statePlace(loaded, options, host));
  const server = await liveServer(folder);
  if (server !== undefined) {
    const hint = `It is named in ${serverFile(folder)}. If that server is gone, remove the file.`;
    return use(new HttpCaller(server.url, server.token, hint, askLocally(server)));
  }
  if (alone !== undefined) return alone(loaded);
  const { withLocalRoutes } = await import('./local-caller.ts');
  return withLocalRoutes(options, host, use);
}

const HOW_TO_START = 'Start it with safeai serve, or name another one with SAFEAI_URL.';

function keyOf({ env }: CliHost): string | undefined {
  return env.SAFEAI_API_KEY === '' ? undefined : env.SAFEAI_API_KEY;
}
