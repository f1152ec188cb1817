import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { localRoutes } from '@safeai/proxy';
import { auditFolder } from '@safeai/runtime';
import { withEmbedded } from '../configuration/embedded.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { CliHost } from '../host.ts';
import type { Caller } from './caller.ts';

/**
 * Lends the routes on the state of an installation, inside this process.
 *
 * @throws ConfigError; SafeAIError `state_unavailable`
 */
export function withLocalRoutes<T>(
  options: StateOptions,
  host: CliHost,
  use: (caller: Caller) => Promise<T>,
): Promise<T> {
  return withEmbedded(options, host, ({ runtime, loaded }) => {
    const { stateFolder = loaded.folder } = runtime;
    const spool = join(auditFolder(loaded, stateFolder), 'spool');
    // A route answers what its description says: a server's tests hold it to that.
    const call = localRoutes(runtime) as Caller['call'];
    return use({ call, hasWaiting: () => holdsRecords(spool) });
  });
}

/** Whether commands have recorded something that no server has taken into the log yet. */
async function holdsRecords(spool: string): Promise<boolean> {
  const files = await readdir(spool).catch(() => []);
  return files.some((file) => file.endsWith('.ndjson'));
}
