// Without the core and the schema: what only looks for a running server must start fast.
import { createHash } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** What of a configuration says where state is kept. */
export interface StatePlace {
  readonly config: { readonly state: { readonly dir?: string | undefined } };
  /** Absolute; absent where there is no file. */
  readonly file?: string;
  /** Absolute. */
  readonly folder: string;
}

/** What says where state is kept. */
export interface StateSearch {
  readonly loaded: StatePlace;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `--state-dir`; goes before everything else. Relative to the working folder. */
  readonly named?: string;
}

/**
 * Where state is kept: `--state-dir`, `SAFEAI_STATE_DIR`, `state.dir`, `STATE_DIRECTORY` (set by systemd), else
 * `.safeai` beside the configuration if that can be written, else `$XDG_STATE_HOME/safeai/<digest of its path>`.
 * Makes nothing.
 */
export async function findStateFolder(options: StateSearch): Promise<string> {
  const { loaded, environment, named } = options;
  const first = [named, environment.SAFEAI_STATE_DIR].find(
    (path) => path !== undefined && path !== '',
  );
  if (first !== undefined) return resolve(first);
  if (loaded.config.state.dir !== undefined) return resolve(loaded.folder, loaded.config.state.dir);
  // Several folders are joined by colons; the first is the service's own.
  const fromSystemd = environment.STATE_DIRECTORY?.split(':')[0] ?? '';
  if (fromSystemd !== '') return resolve(fromSystemd);
  const beside = join(loaded.folder, '.safeai');
  if (loaded.file !== undefined && (await canBeWritten(beside))) return beside;
  const digest = createHash('sha256').update(loaded.file ?? loaded.folder);
  return resolve(stateHome(environment), 'safeai', digest.digest('hex').slice(0, 16));
}

/** Where programs of this user keep their state, by the XDG base directories. */
function stateHome(environment: StateSearch['environment']): string {
  const named = environment.XDG_STATE_HOME ?? '';
  // A relative one does not count, by the specification.
  if (isAbsolute(named)) return named;
  const home = environment.HOME ?? '';
  return join(home === '' ? homedir() : home, '.local', 'state');
}

async function canBeWritten(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return false;
    return access(dirname(path), constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
  }
}
