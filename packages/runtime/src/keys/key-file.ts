import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SafeAIError } from '@safeai/core';
import { syncPath } from '../sync-path.ts';

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

/** Where keys are kept. */
export function keysFolder(stateFolder: string): string {
  return join(stateFolder, 'keys');
}

/** The file of a key. */
export function keyPath(folder: string, name: KeyName): string {
  return join(folder, `${name}.json`);
}

/**
 * Reads a key file, or makes it with one new key. Of several processes that make it at once, one wins and all
 * read its key.
 *
 * @throws SafeAIError `state_unavailable` for a file that others may read, or that holds no keys, and for a
 *   folder that cannot be written
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
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
    await writeNew(draft, () => made);
    try {
      await link(draft, path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      await unlink(draft);
    }
    await syncPath(folder);
  });
  return (await readKeyFile(path)) ?? made;
}

/**
 * Puts a new version in front; the former ones go on reading what they made. Lasting once it resolves.
 *
 * @throws SafeAIError `state_unavailable` as {@link readOrMakeKeyFile} does; `conflict` while another one is made
 */
export async function addKeyVersion(
  folder: string,
  name: KeyName,
  make: () => KeyVersion,
): Promise<void> {
  const path = keyPath(folder, name);
  await readOrMakeKeyFile(folder, name, make);
  // Of two at once, one would take away the version of the other, which may be in use already.
  const next = `${path}.next`;
  await writing(folder, async () => {
    try {
      await writeNew(next, async () => {
        const { versions } = await readOrMakeKeyFile(folder, name, make);
        return { versions: [make(), ...versions] };
      });
    } catch (error) {
      throw codeOf(error) === 'EEXIST' ? isRotating(name, next) : error;
    }
    await rename(next, path);
    await syncPath(folder);
  });
}

/** The error of a file that holds something else than its keys. */
export function brokenKeyFile(path: string): SafeAIError {
  return new SafeAIError(
    'state_unavailable',
    `${path} holds no keys. Put it back from a backup: without it, what was made with its keys cannot be verified or read.`,
  );
}

function isRotating(name: KeyName, next: string): SafeAIError {
  return new SafeAIError(
    'conflict',
    `The key for ${name} is being rotated. If no such command is running any more, delete ${next} and try again.`,
  );
}

async function writing(folder: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (SafeAIError.isInstance(cause)) throw cause;
    throw new SafeAIError(
      'state_unavailable',
      `Keys cannot be written to ${folder} (${codeOf(cause)}). Change who may write there, or name the keys under keys in the configuration.`,
      { cause },
    );
  }
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
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    if (SafeAIError.isInstance(cause)) throw cause;
    throw new SafeAIError('state_unavailable', `${path} cannot be read (${codeOf(cause)}).`, {
      cause,
    });
  }
  const parsed = parse(text);
  if (parsed === undefined) throw brokenKeyFile(path);
  return parsed;
}

function parse(text: string): KeyFile | undefined {
  try {
    const { versions } = JSON.parse(text) as KeyFile;
    const isGood = versions.every(
      ({ key, created }: Partial<KeyVersion>) =>
        typeof key === 'string' && typeof created === 'string',
    );
    return isGood && versions.length > 0 ? { versions } : undefined;
  } catch {
    // Whatever the parser says of the text could quote a key.
    return undefined;
  }
}

/** @param content asked for once the file is there: whoever made it may take its time */
async function writeNew(path: string, content: () => KeyFile | Promise<KeyFile>): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(await content(), null, 2)}\n`);
    await handle.sync();
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
