import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { systemCode, systemReason } from '../errors/system-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { bytesOf, type PlanItem } from './plan.ts';

const MAX_BACKUPS = 100;

/** What was done. */
export interface Applied {
  /** Copies of files that somebody had changed and that were replaced. */
  readonly backups: readonly string[];
}

/**
 * Does what a plan says. Everything is written beside its place first and then moved there: a folder that cannot be
 * written to leaves all files as they are. What somebody had changed is copied before it is replaced.
 *
 * @throws UsageError when a file cannot be written, or is no longer what the plan was made for
 */
export async function applyPlan(items: readonly PlanItem[]): Promise<Applied> {
  const staged: { item: PlanItem; temporary: string }[] = [];
  const made: { first: string; last: string }[] = [];
  try {
    for (const item of items) {
      await expectUntouched(item);
      const bytes = bytesOf(item);
      if (bytes === undefined) continue;
      const temporary = `${item.file.path}.${randomUUID()}`;
      try {
        const last = dirname(item.file.path);
        const first = await mkdir(last, { recursive: true });
        if (first !== undefined) made.push({ first, last });
        staged.push({ item, temporary });
        await writeFile(temporary, bytes, { flag: 'wx', mode: item.file.mode ?? 0o644 });
        if (item.file.mode !== undefined) await chmod(temporary, item.file.mode);
      } catch (cause) {
        throw cannotWrite(item, cause, 'Nothing was written.');
      }
    }
  } catch (error) {
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(ignore);
    for (const { first, last } of made.reverse()) await removeEmpty(last, dirname(first));
    throw error;
  }
  const backups: string[] = [];
  try {
    for (const item of items) {
      if (item.isForced) backups.push(await backUp(item));
    }
    for (const { item, temporary } of staged) {
      await rename(temporary, item.file.path).catch((cause: unknown) => {
        throw cannotWrite(item, cause);
      });
    }
    for (const item of items.filter(({ action }) => action === 'delete')) await takeAway(item);
  } finally {
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(ignore);
  }
  return { backups };
}

async function expectUntouched({ file, path }: PlanItem): Promise<void> {
  const now = await readFile(file.path).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw new UsageError(`cannot read ${path}: ${systemReason(cause)}`, { cause });
  });
  const isSame = now === undefined ? file.bytes === undefined : file.bytes?.equals(now) === true;
  if (isSame) return;
  throw new UsageError(`${path} has changed in the meantime; nothing was written`, {
    hint: 'Run it again.',
  });
}

async function takeAway(item: PlanItem): Promise<void> {
  await rm(item.file.path).catch((cause: unknown) => {
    throw cannotWrite(item, cause);
  });
  // Folders that were there for this file alone.
  const depth = item.path.split('/').length - 1;
  if (item.path.startsWith('..') || isAbsolute(item.path)) return;
  const up = Array.from({ length: depth }, () => '..').join('/');
  const folder = dirname(item.file.path);
  await removeEmpty(folder, resolve(folder, up));
}

/** Removes a folder and those above it, up to the given one, as far as there is nothing in them. */
async function removeEmpty(last: string, end: string): Promise<void> {
  for (let folder = last; folder !== end && folder.startsWith(end); folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
}

/** A copy beside the file; an earlier copy is kept. */
async function backUp(item: PlanItem): Promise<string> {
  for (let number = 1; number <= MAX_BACKUPS; number++) {
    const end = number === 1 ? '.bak' : `.bak${number}`;
    try {
      await copyFile(item.file.path, item.file.path + end, constants.COPYFILE_EXCL);
      return item.path + end;
    } catch (cause) {
      if (systemCode(cause) !== 'EEXIST') throw cannotWrite(item, cause);
    }
  }
  throw new UsageError(`there are ${MAX_BACKUPS} backups of ${item.path}: take some away`);
}

function cannotWrite({ path }: PlanItem, cause: unknown, hint = PARTLY): UsageError {
  return new UsageError(`cannot write ${path}: ${systemReason(cause)}`, { cause, hint });
}

const PARTLY = 'What stands before it in the plan is done: run it again.';

function ignore(): undefined {
  return undefined;
}
