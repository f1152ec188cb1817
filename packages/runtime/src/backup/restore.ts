import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { VerifyReport } from '@safeai/audit';
import { SafeAIError, systemClock, type Clock } from '@safeai/core';
import { keysFolder } from '../keys/key-file.ts';
import {
  auditFolder,
  findStateFolder,
  prepareStateFolder,
  type StateFolderOptions,
} from '../storage/state-folder.ts';
import { syncPath } from '../sync-path.ts';
import { entries } from './entries.ts';
import { readManifest, type BackupFile, type Manifest } from './manifest.ts';
import { checkStaged, holdsKeys, placeOf, stage, type Staged } from './staged-backup.ts';

/** What to restore. */
export interface RestoreOptions extends StateFolderOptions {
  /** Folder of the backup. Relative to the working folder. */
  readonly from: string;
  /** Move away what is in the state folder, and take a log with problems. */
  readonly force?: boolean;
  readonly clock?: Clock;
}

/** What came of it. */
export interface Restored {
  /** False where the log has problems and nothing forces it: then nothing was changed. */
  readonly restored: boolean;
  /** The state folder. */
  readonly folder: string;
  /** When the backup was made; ISO 8601, UTC. */
  readonly created: string;
  readonly files: number;
  /** What is wrong with the backup's audit log. */
  readonly report: VerifyReport;
  /** Folders that hold what was there before. */
  readonly movedTo: readonly string[];
}

/**
 * Puts a backup in place of an installation's state, audit log and keys. It is copied beside its place, checked there
 * against its manifest, the log verified and the state opened, before anything of the installation is touched.
 *
 * No process may use the folders meanwhile: that is the caller's to see to.
 *
 * @throws SafeAIError `not_found` and `invalid_request` for what is no backup, or a damaged one; `conflict` for a
 *   state folder that is in use, unless it is forced; `state_unavailable` for state that does not open with the keys
 */
export async function restoreInstallation(options: RestoreOptions): Promise<Restored> {
  const { loaded, force = false, clock = systemClock } = options;
  const from = resolve(options.from);
  const manifest = await readManifest(from);
  const folder = await findStateFolder(options);
  const audit = auditFolder(loaded, folder);
  const places: Places = { folder, audit, keys: holdsKeys(manifest) };
  const present = await whatIsThere(places);
  if (present.length > 0 && !force) {
    const example = present[0] ?? folder;
    throw new SafeAIError(
      'conflict',
      `There is something already: ${example}. Restore into an empty state folder, or move it away with --force.`,
    );
  }
  await prepareStateFolder(folder);
  await mkdir(audit, { recursive: true, mode: 0o700 });
  const name = `.restore-${randomBytes(6).toString('hex')}`;
  const staged: Staged = { state: join(folder, name), audit: join(audit, name) };
  try {
    await stage(manifest, from, staged);
    const report = await checkStaged({ loaded, folder, clock, staged, manifest });
    const result = { folder, created: manifest.created, files: manifest.files.length, report };
    if (!report.ok && !force) return { ...result, restored: false, movedTo: [] };
    const movedTo = await moveAway(places, clock.now());
    await putInPlace(manifest, staged, places);
    return { ...result, restored: true, movedTo };
  } finally {
    await rm(staged.state, { recursive: true, force: true });
    await rm(staged.audit, { recursive: true, force: true });
  }
}

/** Where an installation has what. */
interface Places {
  readonly folder: string;
  readonly audit: string;
  /** Keys are restored: those that are there are in the way. */
  readonly keys: boolean;
}

const MOVED = 'replaced-';
const STATE_FILE = /^(?:state|sessions)\.db(?:-wal|-shm)?$/;

/** What there is in the way, in full paths. */
async function whatIsThere({ folder, audit, keys }: Places): Promise<string[]> {
  const isLog = (file: string): boolean => file.startsWith('audit-') || file === 'spool';
  return [
    ...(await entries(folder))
      .filter((file) => STATE_FILE.test(file))
      .map((file) => join(folder, file)),
    ...(keys
      ? (await entries(keysFolder(folder))).map((file) => join(keysFolder(folder), file))
      : []),
    ...(await entries(audit)).filter(isLog).map((file) => join(audit, file)),
  ];
}

/** @returns the folders that it was moved to */
async function moveAway({ folder, audit, keys }: Places, now: number): Promise<string[]> {
  const name = MOVED + new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const isKept = (file: string): boolean => file.startsWith(MOVED) || file.startsWith('.restore-');
  const ofState = (await entries(folder)).filter(
    (file) => STATE_FILE.test(file) || (keys && file === 'keys'),
  );
  const ofAudit = (await entries(audit)).filter((file) => !isKept(file));
  const moved: string[] = [];
  for (const [place, files] of [
    [folder, ofState],
    [audit, ofAudit],
  ] as const) {
    if (files.length === 0) continue;
    const target = join(place, name);
    await mkdir(target, { mode: 0o700 });
    for (const file of files) await rename(join(place, file), join(target, file));
    await syncPath(target);
    await syncPath(place);
    moved.push(target);
  }
  return moved;
}

/** The state last: without it nothing that the log and the keys belong to is used. */
async function putInPlace({ files }: Manifest, staged: Staged, places: Places): Promise<void> {
  const rank = ({ path }: BackupFile): number => (path === 'state.db' ? 1 : 0);
  const touched = new Set<string>();
  for (const file of [...files].sort((a, b) => rank(a) - rank(b))) {
    const target = placeOf(file, { state: places.folder, audit: places.audit });
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(placeOf(file, staged), target);
    touched.add(dirname(target));
  }
  for (const path of touched) await syncPath(path);
}
