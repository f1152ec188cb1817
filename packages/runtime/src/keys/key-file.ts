import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SafeAIError } from '@safeai/core';

/** What a key is for; each has a file of its own. */
export type KeyName = 'approvals' | 'audit' | 'checkpoints' | 'digests' | 'memory';

/** All names, in the order in which commands list them. */
export const KEY_NAMES: readonly KeyName[] = [
  'audit',
  'checkpoints',
  'approvals',
  'memory',
  'digests',
];

/** One version of a key as its file has it. */
export interface KeyVersion {
  /** ISO 8601. */
  readonly created: string;
  /** base64, or for `checkpoints` the private key in PEM. */
  readonly key: string;
}

/** A key file: its versions, newest first. */
export interface KeyFile {
  readonly versions: readonly [KeyVersion, ...KeyVersion[]];
}

/** Readable by others means used by others. */
const FOR_OTHERS = 0o077;

/**
 * Reads a key file, or makes it with one new key. Of several processes that make it at once, one wins and all
 * read its key.
 *
 * @throws SafeAIError `state_unavailable` for a file that others may read, or that holds no keys
 */
export async function readOrMakeKeyFile(
  folder: string,
  name: KeyName,
  make: () => KeyVersion,
): Promise<KeyFile> {
  const path = keyPath(folder, name);
  const known = await readKeyFile(path);
  if (known !== undefined) return known;
  const made: KeyFile = { versions: [make()] };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = await writeDraft(path, made);
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(folder);
  return (await readKeyFile(path)) ?? made;
}

/** Puts a new version in front; the former ones go on reading what they made. Lasting once it resolves. */
export async function addKeyVersion(
  folder: string,
  name: KeyName,
  version: KeyVersion,
): Promise<void> {
  const path = keyPath(folder, name);
  const known = await readKeyFile(path);
  const next: KeyFile = { versions: [version, ...(known?.versions ?? [])] };
  await rename(await writeDraft(path, next), path);
  await syncFolder(folder);
}

function keyPath(folder: string, name: KeyName): string {
  return join(folder, `${name}.json`);
}

async function readKeyFile(path: string): Promise<KeyFile | undefined> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & FOR_OTHERS) !== 0) {
      throw new SafeAIError(
        'state_unavailable',
        `${path} holds keys and may be read by others. Make it yours alone: chmod 600 ${path}`,
      );
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (SafeAIError.isInstance(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new SafeAIError('state_unavailable', `${path} cannot be read (${code}).`, {
      cause: error,
    });
  }
  const parsed = parse(text);
  if (parsed !== undefined) return parsed;
  throw new SafeAIError(
    'state_unavailable',
    `${path} holds no keys. Put it back from a backup: without it, what was made with its keys cannot be verified or read.`,
  );
}

function parse(text: string): KeyFile | undefined {
  try {
    const file = JSON.parse(text) as Partial<KeyFile> | null;
    const versions: readonly Partial<KeyVersion>[] = file?.versions ?? [];
    const isGood = versions.every(
      (version) => typeof version.key === 'string' && typeof version.created === 'string',
    );
    return isGood && versions.length > 0 ? (file as KeyFile) : undefined;
  } catch {
    // Whatever the parser says of the text could quote a key.
    return undefined;
  }
}

async function writeDraft(path: string, file: KeyFile): Promise<string> {
  const draft = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
