import { createSecretKey, type Hash, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@safeai/core';
import { type Body, systemBody, type SystemLine } from '../format/record-line.ts';
import type { AuditKeys, Checkpoint, Signed, SystemDetails } from '../format/system-lines.ts';
import { type ChainEnd, Draft } from './chain.ts';
import { type AuditFiles, syncFolder } from './files.ts';
import type { Previous, RecoveredSlot } from './recover.ts';
import { Segment } from './segment.ts';
import type { Signer } from './signer.ts';

/** What a writer writes with, and whom it tells. */
export interface ChainWriterOptions {
  readonly folder: string;
  readonly writer: string;
  readonly files: AuditFiles;
  readonly clock: Clock;
  readonly keys: AuditKeys;
  readonly signer: Signer;
  /** Whether lines are on the disk, not only with the operating system, once they count. */
  readonly isDurable: boolean;
  onCheckpoint(checkpoint: Checkpoint & Signed): void;
  /** A segment that another one follows: no more is written to it. It may have been compressed already. */
  onClosed(file: string): void;
}

/** A body of a line that the log writes about itself. */
export function ownBody<E extends keyof SystemDetails>(
  clock: Clock,
  event: E,
  detail: SystemDetails[E],
): Body {
  return systemBody(clock.now(), event, detail as unknown as SystemLine['detail']);
}

/**
 * Writes a slot's lines, segment after segment. One call at a time. Any error of a write or a sync is final for the
 * file that it came from: what was not acknowledged goes to a new one, once; if that fails as well, it is thrown.
 */
export class ChainWriter {
  readonly #options: ChainWriterOptions;
  readonly #key: KeyObject;
  #end: ChainEnd;
  #previous: Previous;
  #opening: readonly Body[];
  #segment: Segment | undefined;
  /** A file in which nothing counts and that could not be deleted yet. */
  #leftover: string | undefined;
  /** Records since the last checkpoint. */
  uncovered = 0;

  constructor(options: ChainWriterOptions, { end, previous, opening }: RecoveredSlot) {
    this.#options = options;
    this.#key = createSecretKey(options.keys.chain[0].key);
    this.#end = end;
    this.#previous = previous;
    this.#opening = opening;
  }

  /** Sequence number of the last line that counts. */
  get lastSeq(): number {
    return this.#end.seq;
  }

  /** The file that is being written; undefined before the first line and after a rotation. */
  get file(): string | undefined {
    return this.#segment?.name;
  }

  /** Length of that file. */
  get bytes(): number {
    return this.#segment?.bytes ?? 0;
  }

  /**
   * Writes lines; they count once this resolves.
   *
   * @param withCheckpoint adds a checkpoint of all lines up to these
   */
  async write(bodies: readonly Body[], withCheckpoint = false): Promise<void> {
    try {
      await this.#write(bodies, withCheckpoint);
    } catch {
      await this.#abandon();
      try {
        await this.#write(bodies, withCheckpoint);
      } catch (error) {
        await this.#abandon();
        throw error;
      }
    }
  }

  /** Makes what was written durable, whatever the mode. */
  async sync(): Promise<void> {
    try {
      await this.#segment?.sync();
    } catch (error) {
      await this.#abandon();
      throw error;
    }
  }

  /**
   * Looks whether the file that is written is still there, and as it was left. One that is not is given up, as it
   * is: what went to a file without a name would be lost.
   *
   * @returns the name of one that was given up
   */
  async checkFile(): Promise<string | undefined> {
    const segment = this.#segment;
    const byte = await segment?.differsFrom(this.#options.files);
    if (segment === undefined || byte === undefined) return undefined;
    const { name: file, bytes, sha256 } = segment;
    this.#segment = undefined;
    this.#previous = { file, last_seq: this.#end.seq, bytes, sha256 };
    this.#opening = [ownBody(this.#options.clock, 'audit.damaged', { file, byte })];
    await segment.close().catch(() => undefined);
    return file;
  }

  /** Ends the segment; the next line begins a new one. Does nothing where none was begun. */
  async rotate(): Promise<void> {
    const segment = this.#segment;
    if (segment === undefined) return;
    try {
      const { clock } = this.#options;
      await this.#write([ownBody(clock, 'audit.sealed', { records: segment.lines })], true);
      await segment.sync();
      this.#previous = {
        file: segment.name,
        last_seq: this.#end.seq,
        bytes: segment.bytes,
        sha256: segment.sha256,
      };
      this.#segment = undefined;
      await segment.close();
    } catch {
      // A segment that was not sealed is ended all the same, by the next one's first line.
      await this.#abandon();
    }
  }

  /**
   * Closes the file.
   *
   * @param withCheckpoint writes a last one where there is something to cover
   */
  async close(withCheckpoint: boolean): Promise<void> {
    const segment = this.#segment;
    if (segment === undefined) return;
    try {
      if (withCheckpoint && this.uncovered > 0) await this.#write([], true);
      await segment.sync();
    } finally {
      this.#segment = undefined;
      await segment.close();
    }
  }

  async #write(bodies: readonly Body[], withCheckpoint: boolean): Promise<void> {
    const isFirst = this.#segment === undefined;
    const segment = (this.#segment ??= await this.#begin());
    const draft = new Draft(this.#options.writer, this.#key, this.#end);
    if (segment.lines === 0) for (const body of this.#openingLines()) draft.add(body);
    for (const body of bodies) draft.add(body);

    const lines = draft.take();
    if (!withCheckpoint) {
      const written = this.#put(segment, lines, isFirst);
      // Whoever awaits it below gets the error.
      written.catch(() => undefined);
      const sha = segment.draftSha(lines);
      await written;
      this.#count(segment, draft.end, lines.length, sha);
      this.uncovered += bodies.length;
      return;
    }
    const sha = segment.draftSha(lines);
    const checkpoint = this.#checkpoint(segment, draft.end, lines.length, sha);
    draft.add(ownBody(this.#options.clock, 'audit.checkpoint', checkpoint));
    const last = draft.take();
    sha.update(last);
    await this.#put(segment, Buffer.concat([lines, last]), isFirst);
    this.#count(segment, draft.end, lines.length + last.length, sha);
    this.uncovered = 0;
    this.#options.onCheckpoint(checkpoint);
  }

  #checkpoint(segment: Segment, end: ChainEnd, added: number, sha: Hash): Checkpoint & Signed {
    return this.#options.signer.checkpoint({
      writer: this.#options.writer,
      file: segment.name,
      seq: end.seq,
      bytes: segment.bytes + added,
      sha256: sha.copy().digest('hex'),
      head: end.hash,
      ts: new Date(this.#options.clock.now()).toISOString(),
    });
  }

  async #put(segment: Segment, bytes: Uint8Array, isFirst: boolean): Promise<void> {
    await segment.write(bytes);
    if (!this.#options.isDurable) return;
    if (!segment.isWrittenThrough) await segment.sync();
    if (isFirst) await syncFolder(this.#options.files, this.#options.folder);
  }

  #count(segment: Segment, end: ChainEnd, bytes: number, sha: Hash): void {
    const isFirst = segment.lines === 0;
    segment.count(end.seq - this.#end.seq, bytes, sha);
    this.#end = end;
    if (!isFirst) return;
    this.#opening = [];
    if (this.#previous !== null) this.#options.onClosed(this.#previous.file);
  }

  async #begin(): Promise<Segment> {
    const { files, folder, writer, isDurable } = this.#options;
    if (this.#leftover !== undefined) await files.rm(this.#leftover, { force: true });
    this.#leftover = undefined;
    return Segment.create(files, folder, { writer, firstSeq: this.#end.seq + 1, isDurable });
  }

  #openingLines(): readonly Body[] {
    const { clock, keys } = this.#options;
    const segment = { key: keys.chain[0].id, previous: this.#previous };
    return [ownBody(clock, 'audit.segment', segment), ...this.#opening];
  }

  /** Gives the file up; one in which nothing counts yet is deleted, since the next has its name. */
  async #abandon(): Promise<void> {
    const segment = this.#segment;
    if (segment === undefined) return;
    this.#segment = undefined;
    const previous = await segment.abandon(this.#end.seq);
    if (segment.lines > 0) {
      this.#previous = previous;
      return;
    }
    const { files, folder } = this.#options;
    const path = join(folder, segment.name);
    await files.rm(path, { force: true }).catch(() => {
      this.#leftover = path;
    });
  }
}
