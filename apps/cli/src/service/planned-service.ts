import { dirname, resolve } from 'node:path';
import { auditFolder } from '@safeai/runtime';
import { loadConfig } from '@safeai/config';
import { configurationToLoad } from '../configuration/load-configuration.ts';
import { serverSettings } from '../configuration/server-settings.ts';
import type { ServeOptions } from '../actions/serve.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';
import { pathsOf, type Service } from './service.ts';

/** A name that every system takes for a user's. */
const USER = /^[a-z_][a-z0-9_-]{0,31}$/i;

/** Whom a service of the machine runs as, if nothing else is said. */
export const DEFAULT_USER = 'safeai';

/**
 * The service that runs what this command line would serve. The environment of whoever installs it is gone then:
 * what it says is written into flags.
 *
 * @param user whom it runs as; absent for a service of this user's session
 * @throws ConfigError for a configuration that would not start; UsageError
 */
export async function plannedService(
  options: ServeOptions,
  user: string | undefined,
  host: CliHost,
): Promise<Service> {
  const { env, cwd, machine } = host;
  if (user !== undefined && !USER.test(user)) throw new UsageError('--user must name a user');
  const toLoad = await configurationToLoad(options, host);
  if (toLoad.file === undefined) {
    const hint = 'safeai init writes one; --config names another place.';
    throw new UsageError('a service needs a configuration file, and there is none', { hint });
  }
  const loaded = await loadConfig(toLoad);
  const settings = serverSettings(options, env, loaded.config);
  const given = (flag: string | undefined, variable: string): string | undefined => {
    const value = flag ?? env[variable];
    return value === '' ? undefined : value;
  };
  const stateDir = given(options.stateDir, 'SAFEAI_STATE_DIR');
  const named = stateDir === undefined ? undefined : resolve(cwd, stateDir);
  const upstream = given(options.upstreamBaseUrl, 'SAFEAI_UPSTREAM_BASE_URL');
  if (upstream !== undefined) refuseCredentials(upstream);
  const config = resolve(cwd, toLoad.file);
  const flags = [
    ['--mode', given(options.mode, 'SAFEAI_MODE')],
    ['--host', given(options.host, 'SAFEAI_HOST')],
    ['--port', given(options.port, 'SAFEAI_PORT')],
    ['--upstream-base-url', upstream],
    ['--config', config],
    ['--env', given(options.env, 'SAFEAI_ENV')],
    ['--state-dir', named],
  ].filter((flag): flag is [string, string] => flag[1] !== undefined);
  const fromFile = loaded.config.state.dir;
  const stateFolder =
    named ?? (fromFile === undefined ? undefined : resolve(loaded.folder, fromFile));
  const { audit, scan, server } = loaded.config;
  const service: Service = {
    node: machine.node,
    script: machine.script,
    flags: options.watch === true ? [...flags, ['--watch']] : flags,
    config,
    ...(user === undefined ? {} : { user }),
    ...(stateFolder === undefined ? {} : { stateFolder }),
    written: [
      ...(audit.path === undefined ? [] : [auditFolder(loaded, '')]),
      ...(audit.checkpointFile === undefined
        ? []
        : [dirname(resolve(loaded.folder, audit.checkpointFile))]),
    ],
    read: scan.roots.map((root) => resolve(loaded.folder, root)),
    port: settings.port,
    shutdownSeconds: server.shutdownSeconds,
  };
  refuseControlCharacters(service);
  return service;
}

/** A unit can be read by everybody. */
function refuseCredentials(address: string): void {
  const { username, password } = new URL(address);
  if (username === '' && password === '') return;
  throw new UsageError(
    '--upstream-base-url holds a user or password, which a service file would show',
    {
      hint: 'Set proxy.target in the configuration instead.',
    },
  );
}

/** Neither a unit nor a plist can hold them. */
function refuseControlCharacters(service: Service): void {
  const words = [...pathsOf(service), ...service.flags.flat()];
  if (!words.some((word) => /\p{Cc}/u.test(word))) return;
  throw new UsageError('a path or flag holds a control character, which a service cannot have');
}
