import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fileError } from '../problem.ts';
import type { Source } from '../yaml/source.ts';
import { decodeSource, isMissing, systemCode, type FileSystem } from './files.ts';

/** Reads files and remembers which, and what they held. */
export class Reader {
  readonly files: FileSystem;
  private readonly contents = new Map<string, Uint8Array>();

  constructor(files: FileSystem) {
    this.files = files;
  }

  /** The files read so far, in order; absolute. */
  get paths(): string[] {
    return [...this.contents.keys()];
  }

  /**
   * The text of a file.
   *
   * @param name the file as messages name it
   * @throws ConfigError if it cannot be read
   */
  async read(path: string, name: string): Promise<Source> {
    const source = await this.readIfThere(path, name);
    if (source === undefined) throw fileError(name, 'there is no such file');
    return source;
  }

  /** The text of a file, or undefined if there is none. @throws ConfigError if it cannot be read */
  async readIfThere(path: string, name: string): Promise<Source | undefined> {
    let bytes: Uint8Array;
    try {
      bytes = await this.files.readFile(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw fileError(
        name,
        `the file cannot be read (${systemCode(error) ?? 'unknown reason'})`,
        error,
      );
    }
    this.contents.set(path, bytes);
    return decodeSource(name, dirname(path), bytes);
  }

  /** Counts a file's content as read, whatever it is; one that is not there or cannot be read is left out. */
  async remember(path: string): Promise<void> {
    try {
      this.contents.set(path, await this.files.readFile(path));
    } catch {
      // Whoever uses it will tell.
    }
  }

  /** Whether there is such a file. */
  async exists(path: string): Promise<boolean> {
    if (this.contents.has(path)) return true;
    try {
      await this.files.readFile(path);
      return true;
    } catch (error) {
      return !isMissing(error);
    }
  }

  /** A digest (SHA-256, hexadecimal) of all that was read: it changes when any file does. */
  digest(): string {
    const hash = createHash('sha256');
    for (const [path, bytes] of this.contents) {
      hash.update(`${path.length}:${path}${bytes.byteLength}:`).update(bytes);
    }
    return hash.digest('hex');
  }
}
