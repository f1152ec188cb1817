import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';

/** Whose transcripts a file is of. */
export type Agent = 'claude-code' | 'codex' | 'copilot' | 'cursor' | 'other';

/** A file with a transcript. */
export interface TranscriptFile {
  readonly agent: Agent;
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** What was not read, and why. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** Where transcripts are. */
export interface Transcripts {
  readonly files: readonly TranscriptFile[];
  readonly skipped: readonly Skipped[];
}

/** Folders of a person's home in which coding agents keep transcripts, one JSON document a line. */
const PLACES: readonly (readonly [agent: Agent, folder: string])[] = [
  ['claude-code', '.claude/projects'],
  ['codex', '.codex/sessions'],
  ['codex', '.codex/archived_sessions'],
  ['copilot', '.copilot/session-state'],
  ['cursor', '.cursor/projects'],
];

/** Databases in which agents keep transcripts, in forms of their own that change with their versions. */
const DATABASES: readonly string[] = [
  '.config/Cursor/User/globalStorage/state.vscdb',
  'Library/Application Support/Cursor/User/globalStorage/state.vscdb',
  '.cursor/chats',
];

const DATABASE_REASON =
  'a database of Cursor whose form is not documented. Export the chat, and name the file with --path.';

const MAX_DEPTH = 12;

/**
 * The transcripts of a person, newest folders and files in the order of their names.
 *
 * @param since milliseconds since the epoch: files that were not written to after it are left out
 */
export async function transcriptsOf(home: string, since: number | undefined): Promise<Transcripts> {
  const files: TranscriptFile[] = [];
  const skipped: Skipped[] = [];
  for (const [agent, folder] of PLACES) {
    await walk(join(home, folder), agent, since, { files, skipped });
  }
  for (const path of DATABASES.map((name) => join(home, name))) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) skipped.push({ path, reason: DATABASE_REASON });
  }
  return { files, skipped };
}

/**
 * The transcripts in files and folders that were named.
 *
 * @throws UsageError for a path where there is nothing
 */
export async function transcriptsIn(
  paths: readonly string[],
  cwd: string,
  since: number | undefined,
): Promise<Transcripts> {
  const files: TranscriptFile[] = [];
  const skipped: Skipped[] = [];
  for (const named of paths) {
    const path = resolve(cwd, named);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) throw new UsageError(`--path ${named}: there is nothing`);
    if (found.isFile()) files.push({ agent: 'other', path, size: found.size });
    else await walk(path, 'other', since, { files, skipped });
  }
  return { files, skipped };
}

interface Found {
  readonly files: TranscriptFile[];
  readonly skipped: Skipped[];
}

/** Links are not followed: they could lead anywhere, and in circles. */
async function walk(
  folder: string,
  agent: Agent,
  since: number | undefined,
  found: Found,
  depth = 0,
): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') found.skipped.push({ path: folder, reason: `cannot be read (${code})` });
    return;
  }
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) await walk(path, agent, since, found, depth + 1);
      continue;
    }
    if (!entry.isFile() || extname(entry.name) !== '.jsonl') continue;
    const stats = await stat(path).catch(() => undefined);
    if (stats === undefined || (since !== undefined && stats.mtimeMs < since)) continue;
    found.files.push({ agent, path, size: stats.size });
  }
}
