import { access } from 'node:fs/promises';
import { AFTER_ROTATION, findStateFolder, type KeyName, rotateKey } from '@safeai/runtime';
import { loadConfiguration, type StateOptions } from '../configuration/load-configuration.ts';
import { statePlace } from '../configuration/state-place.ts';
import { liveServer } from '../connection/server-file.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from '../input/confirm.ts';

/** Options of `safeai keys rotate`. */
export interface RotateOptions extends StateOptions {
  readonly yes?: true;
  readonly json?: true;
}

/** Adds a new version of a key in the state folder of this machine. */
export async function rotateKeyVersion(
  name: KeyName,
  options: RotateOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { yes = false } = options;
  const loaded = await loadConfiguration(options, host);
  const folder = await findStateFolder(statePlace(loaded, options, host));
  if (!(await isThere(folder))) {
    throw new UsageError(`there is no key to rotate: ${folder} is not there`);
  }
  const server = await liveServer(folder);
  if (server !== undefined && name === 'memory') throw inUse(server.url, server.pid);
  const meaning = AFTER_ROTATION[name];
  const what = `This makes a new key for ${name} in ${folder}. ${meaning}`;
  await confirm({ what, expected: 'yes', yes }, host);
  await rotateKey(loaded, folder, name, Date.now());
  const atNextStart = server !== undefined;
  if (options.json === true) {
    await output.json({ key: name, state_folder: folder, meaning, restart_needed: atNextStart });
  } else {
    await output.line(`The key for ${name} in ${folder} is new. ${meaning}`);
    if (atNextStart) await output.note(`${server.url} takes it up at its next start.`);
  }
  return EXIT.ok;
}

/** Whoever opens the state next wraps its keys with the new one, which a running server does not have. */
function inUse(url: string, pid: number): UsageError {
  return new UsageError(`a server works with this key: ${url} (process ${String(pid)})`, {
    hint: 'Stop it, rotate, and start it again.',
  });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
