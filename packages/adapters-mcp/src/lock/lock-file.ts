import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lock } from './lock.ts';
import { formatLock, LockError, parseLock } from './lock-text.ts';

/** Longest lock, in bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** How long a change waits for another process' one, and how old one must be that nobody makes any more. */
const WAIT_MS = 10_000;
const STEP_MS = 20;

/** `safeai.mcp.lock` on the disk. Several processes may change it. */
export class LockFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * What is pinned; undefined where there is no such file.
   *
   * @throws LockError where it cannot be read, or is none
   */
  async read(): Promise<Lock | undefined> {
    let text: string;
    try {
      const found = await stat(this.path);
      // Reading a pipe or a device might never end.
      if (!found.isFile()) throw new LockError('it is no file');
      if (found.size > MAX_BYTES) throw new LockError(`it is larger than ${MAX_BYTES} bytes`);
      text = await readFile(this.path, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw this.#broken(cause);
    }
    try {
      return parseLock(text);
    } catch (cause) {
      throw this.#broken(cause);
    }
  }

  /**
   * Changes what is pinned. The file is replaced whole, or not at all.
   *
   * @param change what is to be pinned, from what is
   * @throws LockError where it can be neither read nor written
   */
  async change(change: (lock: Lock) => Lock): Promise<void> {
    const turn = join(dirname(this.path), `.${basename(this.path)}.turn`);
    await this.#takeTurn(turn);
    try {
      const before = (await this.read()) ?? new Map();
      await this.#write(formatLock(change(before)));
    } finally {
      await rmdir(turn).catch(() => undefined);
    }
  }

  async #takeTurn(turn: string): Promise<void> {
    for (let waited = 0; ; waited += STEP_MS) {
      try {
        await mkdir(turn);
        return;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw this.#unwritable(cause);
      }
      const age = await stat(turn).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > WAIT_MS) await rmdir(turn).catch(() => undefined);
      else if (waited > WAIT_MS) throw this.#unwritable(new Error('another process changes it'));
      await sleep(STEP_MS);
    }
  }

  async #write(text: string): Promise<void> {
    const draft = `${this.path}.${randomUUID()}`;
    try {
      const file = await open(draft, 'wx', 0o644);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.path);
    } catch (cause) {
      await rm(draft, { force: true });
      throw this.#unwritable(cause);
    }
  }

  #broken(cause: unknown): LockError {
    const why = cause instanceof LockError ? cause.message : codeOf(cause);
    return new LockError(`${this.path} cannot be used: ${why}`, { cause });
  }

  #unwritable(cause: unknown): LockError {
    if (cause instanceof LockError) return cause;
    return new LockError(`${this.path} cannot be written: ${codeOf(cause)}`, { cause });
  }
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
}
