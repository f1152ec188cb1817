import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { findStateFolder, type StatePlace } from '@safeai/runtime/find-state-folder';
import { findConfig } from '../configuration/find-config.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { webAddress } from '../configuration/web-address.ts';
import { askAsAnyone, askLocally, type Ask } from '../connection/ask.ts';
import { liveServer, serverFile } from '../connection/server-file.ts';
import type { CliHost } from '../host.ts';

/** A server that can be asked. */
export interface RunningServer {
  readonly url: string;
  /** A SafeAI key, or the token of a server on this machine. */
  readonly key?: string;
  readonly ask: Ask;
  /** What to do where it does not answer. */
  readonly hint: string;
}

/**
 * The server that a command line means: the one at `SAFEAI_URL`, else the one that works on the state folder. Loads the
 * configuration only where that says where state is kept.
 */
export async function runningServer(
  options: StateOptions,
  host: CliHost,
): Promise<RunningServer | undefined> {
  const { SAFEAI_URL: url = '', SAFEAI_API_KEY: key = '' } = host.env;
  if (url !== '') {
    return {
      url: webAddress('SAFEAI_URL', url),
      ...(key === '' ? {} : { key }),
      ask: askAsAnyone,
      hint: 'It is named in SAFEAI_URL.',
    };
  }
  const loaded = await statePlaceOf(options, host);
  const named = options.stateDir === undefined ? {} : { named: options.stateDir };
  const folder = await findStateFolder({ loaded, environment: host.env, ...named });
  const server = await liveServer(folder);
  if (server === undefined) return undefined;
  const hint = `It is named in ${serverFile(folder)}. If that server is gone, remove the file.`;
  return { url: server.url, key: server.token, ask: askLocally(server), hint };
}

async function statePlaceOf(options: StateOptions, host: CliHost): Promise<StatePlace> {
  const file = await findConfig(options.config, host);
  const path = resolve(host.cwd, file ?? 'safeai.yaml');
  const config = { state: {} };
  const folder = dirname(path);
  const isLaidOver = (options.env ?? host.env.SAFEAI_ENV ?? '') !== '';
  if (file === undefined && !isLaidOver) return { config, folder };
  if (!isLaidOver && !(await mayPlaceState(path))) return { config, folder, file: path };
  const { loadConfiguration } = await import('../configuration/load-configuration.ts');
  return loadConfiguration(options, host);
}

/** Whether a configuration could say where state is kept: its key is `state`, however it is written. */
async function mayPlaceState(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').some((line) => !/^\s*#/.test(line) && /\bstate\b|\\/.test(line));
}
