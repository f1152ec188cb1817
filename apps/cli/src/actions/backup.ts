import { resolve } from 'node:path';
import { backupInstallation } from '@safeai/runtime';
import { loadConfiguration, type StateOptions } from '../configuration/load-configuration.ts';
import { statePlace } from '../configuration/state-place.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** Options of `safeai backup`. */
export interface BackupOptions extends StateOptions {
  readonly withoutKeys?: true;
  readonly json?: true;
}

/** Copies state, audit log and keys of this machine's installation into a new folder. */
export async function backUp(
  folder: string,
  options: BackupOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const loaded = await loadConfiguration(options, host);
  const made = await backupInstallation({
    ...statePlace(loaded, options, host),
    to: resolve(host.cwd, folder),
    withoutKeys: options.withoutKeys === true,
  });
  if (options.json === true) {
    const { folder: to, of, files, bytes, keys } = made;
    await output.json({ folder: to, state_folder: of, files, bytes, keys });
  } else {
    await output.line(
      `${made.of} is backed up in ${made.folder}: ${String(made.files)} files, ${String(made.bytes)} bytes`,
    );
    await output.note(
      made.keys.length > 0
        ? 'It holds the keys: whoever can read it can read everything in it.'
        : 'It holds no keys: keep them elsewhere, it cannot be read without them.',
    );
  }
  return EXIT.ok;
}
