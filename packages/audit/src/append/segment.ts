import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, join } from 'node:path';
import { segmentFile } from '../format/segment-name.ts';
import { type AuditFile, type AuditFiles, FILE_MODE, isMissing, writeAll } from './files.ts';
import type { Previous } from './recover.ts';

const NEW_FILE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;

/** What a new segment is. */
export interface NewSegment {
  readonly writer: string;
  readonly firstSeq: number;
  readonly isDurable: boolean;
}

/** The file that a writer's lines go to. Lines count once they are written as the durability asks. */
export class Segment {
  /** Without its folder. */
  readonly name: string;
  /** What is written is on the disk at once. */
  readonly isWrittenThrough: boolean;
  readonly #file: AuditFile;
  readonly #path: string;
  #sha: Hash = createHash('sha256');
  /** Lines that count. */
  lines = 0;
  /** Bytes that count. */
  bytes = 0;

  private constructor(path: string, file: AuditFile, isWrittenThrough: boolean) {
    this.name = basename(path);
    this.#path = path;
    this.#file = file;
    this.isWrittenThrough = isWrittenThrough;
  }

  /**
   * @param isDurable writes are to be on the disk before they count
   * @throws what the file system throws; `EEXIST` if the file is there
   */
  static async create(
    files: AuditFiles,
    folder: string,
    { writer, firstSeq, isDurable }: NewSegment,
  ): Promise<Segment> {
    const path = join(folder, segmentFile({ writer, firstSeq, compressed: false }));
    const through = isDurable ? (files.writeThrough ?? 0) : 0;
    const file = await files.open(path, NEW_FILE | through, FILE_MODE);
    return new Segment(path, file, through !== 0);
  }

  /** SHA-256 of the bytes that count and these; it is taken over by {@link count}. */
  draftSha(bytes: Uint8Array): Hash {
    return this.#sha.copy().update(bytes);
  }

  /** Hex SHA-256 of the bytes that count. */
  get sha256(): string {
    return this.#sha.copy().digest('hex');
  }

  /** Writes after the bytes that count. */
  write(bytes: Uint8Array, at = this.bytes): Promise<void> {
    return writeAll(this.#file, bytes, at);
  }

  sync(): Promise<void> {
    return this.#file.datasync();
  }

  /** From now on these lines count. */
  count(lines: number, bytes: number, sha: Hash): void {
    this.lines += lines;
    this.bytes += bytes;
    this.#sha = sha;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /**
   * From which byte on the file of this name is not what was written: 0 where it is gone or another one, its length
   * or that of what counts where it has another length.
   *
   * @returns undefined where it is as it was left
   */
  async differsFrom(files: AuditFiles): Promise<number | undefined> {
    const { dev, ino, size } = await this.#file.stat();
    const named = await files.stat(this.#path).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (named?.ino !== ino || named.dev !== dev) return 0;
    return size === this.bytes ? undefined : Math.min(size, this.bytes);
  }

  /**
   * Gives the file up after an error: what does not count is cut off. Where that fails, the answer says from where
   * on it does not count. After an error of fsync the system may have dropped what was written: only a file
   * whose last sync was good is known.
   *
   * @returns what the next segment says of this one
   */
  async abandon(lastSeq: number): Promise<NonNullable<Previous>> {
    const previous = { file: this.name, last_seq: lastSeq };
    try {
      await this.#file.truncate(this.bytes);
      await this.#file.datasync();
      return { ...previous, bytes: this.bytes, sha256: this.sha256 };
    } catch {
      const rest = await this.#readRest();
      const sha256 = this.draftSha(rest).digest('hex');
      const bytes = this.bytes + rest.length;
      return { ...previous, bytes, sha256, void_from: this.bytes };
    } finally {
      await this.#file.close().catch(() => undefined);
    }
  }

  /** What stands behind the bytes that count, as far as it can be read. */
  async #readRest(): Promise<Uint8Array> {
    try {
      const { size } = await this.#file.stat();
      const rest = Buffer.alloc(Math.max(0, size - this.bytes));
      const { bytesRead } = await this.#file.read(rest, 0, rest.length, this.bytes);
      return rest.subarray(0, bytesRead);
    } catch {
      return new Uint8Array(0);
    }
  }
}
