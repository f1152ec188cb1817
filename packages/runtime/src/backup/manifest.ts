import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SafeAIError, type ErrorDetail } from '@safeai/core';
import { KEY_NAMES } from '../keys/key-file.ts';

/** A file of a backup. */
export interface BackupFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** What a backup says of itself. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly files: readonly BackupFile[];
}

const FORMAT = 'safeai-backup/1';
const NAME = 'manifest.json';

/** Longest manifest, in bytes. */
const MAX_BYTES = 64 * 2 ** 20;

/** Everything that a backup may hold; no path leads out of it. */
const PATH = new RegExp(
  String.raw`^(?:state\.db|keys/(?:${KEY_NAMES.join('|')})\.json|audit/(?:spool/)?[A-Za-z0-9][A-Za-z0-9.-]*)$`,
);

/** Writes what a folder holds into its manifest. Durable when it resolves. */
export async function writeManifest(folder: string, created: number): Promise<Manifest> {
  const paths = await filesBelow(folder, '');
  const files: BackupFile[] = [];
  for (const path of paths) files.push({ path, ...(await digestOf(join(folder, path))) });
  const manifest: Manifest = { format: FORMAT, created: new Date(created).toISOString(), files };
  const handle = await open(join(folder, NAME), 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return manifest;
}

/**
 * @throws SafeAIError `not_found` for a folder without a manifest, `invalid_request` for one that is none or of
 *   another version
 */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    const { size } = await lstat(join(folder, NAME));
    if (size > MAX_BYTES) throw notOurs(folder);
    text = await readFile(join(folder, NAME), 'utf8');
  } catch (cause) {
    if (SafeAIError.isInstance(cause)) throw cause;
    throw new SafeAIError('not_found', `${folder} is no backup: it has no ${NAME}.`, { cause });
  }
  const manifest = parse(text);
  if (manifest === undefined) throw notOurs(folder);
  return manifest;
}

/** @throws SafeAIError `invalid_request` with every file that is missing or is not as it was backed up */
export async function checkFiles(
  { files }: Pick<Manifest, 'files'>,
  pathOf: (file: BackupFile) => string,
): Promise<void> {
  const details: ErrorDetail[] = [];
  for (const file of files) {
    const found = await digestOf(pathOf(file)).catch(() => undefined);
    if (found === undefined) details.push({ path: file.path, message: 'is missing' });
    else if (found.sha256 !== file.sha256 || found.bytes !== file.bytes) {
      details.push({ path: file.path, message: 'is not what was backed up' });
    }
  }
  if (details.length === 0) return;
  const message = 'The backup is damaged; nothing was restored.';
  throw new SafeAIError('invalid_request', message, { details });
}

async function filesBelow(folder: string, path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, below)));
    else found.push(below);
  }
  return found;
}

async function digestOf(path: string): Promise<Omit<BackupFile, 'path'>> {
  if (!(await lstat(path)).isFile()) throw new Error('No regular file.');
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function parse(text: string): Manifest | undefined {
  try {
    const { format, created, files } = JSON.parse(text) as Partial<Manifest>;
    if (format !== FORMAT || typeof created !== 'string' || !Array.isArray(files)) return undefined;
    const paths = new Set((files as BackupFile[]).map(({ path }) => path));
    const areGood = (files as BackupFile[]).every(
      ({ path, bytes, sha256 }) =>
        PATH.test(path) && Number.isSafeInteger(bytes) && /^[0-9a-f]{64}$/.test(sha256),
    );
    return areGood && paths.size === files.length
      ? { format, created, files: files as BackupFile[] }
      : undefined;
  } catch {
    return undefined;
  }
}

function notOurs(folder: string): SafeAIError {
  return new SafeAIError(
    'invalid_request',
    `${join(folder, NAME)} is no manifest of a backup that this version can restore.`,
  );
}
