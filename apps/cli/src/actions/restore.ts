import { resolve } from 'node:path';
import { findStateFolder, restoreInstallation } from '@safeai/runtime';
import { loadConfiguration, type StateOptions } from '../configuration/load-configuration.ts';
import { statePlace } from '../configuration/state-place.ts';
import { liveServer } from '../connection/server-file.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from '../input/confirm.ts';
import { reportLines } from '../output/audit-report.ts';

/** Options of `safeai restore`. */
export interface RestoreOptions extends StateOptions {
  readonly force?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** Puts a backup in place; 1 when its audit log has problems. */
export async function restore(
  backup: string,
  options: RestoreOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { force = false, yes = false } = options;
  const place = statePlace(await loadConfiguration(options, host), options, host);
  const folder = await findStateFolder(place);
  const server = await liveServer(folder);
  if (server !== undefined) throw inUse(server.url, server.pid, folder);
  if (force) {
    const what = `This replaces what is in ${folder} by the backup.`;
    await confirm({ what, expected: 'yes', yes }, host);
  }
  const from = resolve(host.cwd, backup);
  const done = await restoreInstallation({ ...place, from, force });
  const { report, movedTo } = done;
  if (options.json === true) {
    const { restored, created, files } = done;
    const facts = { restored, state_folder: folder, created, files, moved_to: movedTo };
    await output.json({ ...facts, audit: report });
  } else {
    for (const line of reportLines(report, output.colours)) await output.line(line);
    for (const moved of movedTo) await output.note(`what was there is in ${moved} now`);
    await output.line(
      done.restored
        ? `${folder} is as it was at ${done.created}`
        : 'nothing was restored; --force takes a log with problems, too',
    );
  }
  return report.ok ? EXIT.ok : EXIT.refused;
}

function inUse(url: string, pid: number, folder: string): UsageError {
  return new UsageError(`a server works on ${folder}: ${url} (process ${String(pid)})`, {
    hint: `Stop it first. If it is gone, remove server.json from ${folder}.`,
  });
}
