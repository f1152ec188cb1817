import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@safeai/core';
import { type AuditFiles, errorCode, FOLDER_MODE, isMissing, readText, writeNew } from './files.ts';
import { isRunning, isSame, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** How often an owner shows that it is there, in milliseconds. */
const HEARTBEAT_MS = 10_000;

/** How often an owner that writes looks whether the slot is still its own, in milliseconds. */
const LOOK_EVERY_MS = 1000;

/** After how long without a sign an owner that cannot be looked up is taken for gone. */
const STALE_MS = 60_000;

/** How many older lock files stay, so that a listing that races with several takers still sees one. */
const KEPT = 3;

/** Longest lock file, in bytes. */
const MAX_LOCK_BYTES = 4096;

const MAX_SLOT = 999_999;
const LOCK_FILE = /^(w[1-9]\d{0,5})\.lock\.(\d{1,15})$/;

/** What a lock file says. */
interface LockContent extends ProcessIdentity {
  readonly released?: true;
}

/** Where slots are, and by what they are judged. */
export interface SlotPlace {
  readonly folder: string;
  readonly files: AuditFiles;
  readonly clock: Clock;
}

/**
 * The right to a writer's slot: only its holder appends to, repairs, rotates, compresses or deletes the slot's
 * segments. Node has no flock, so it is a row of numbered files `<writer>.lock.<n>` of which the highest counts.
 * A taker makes the next number by `link`, which fails if it is there. The highest is never deleted: giving a slot
 * up is a higher file that says so.
 */
export class SlotLock {
  readonly writer: string;
  readonly #place: SlotPlace;
  readonly #self: ProcessIdentity;
  readonly #timer: NodeJS.Timeout;
  #number: number;
  #beat: number;
  #isLost = false;

  private constructor(place: SlotPlace, writer: string, self: ProcessIdentity, number: number) {
    this.writer = writer;
    this.#place = place;
    this.#self = self;
    this.#number = number;
    this.#beat = place.clock.now();
    this.#timer = setInterval(() => {
      // A disk that does not answer is told by the next append.
      this.#look().catch(() => undefined);
    }, HEARTBEAT_MS).unref();
  }

  /**
   * Takes the first slot that nobody holds.
   *
   * @throws what the file system throws
   */
  static async takeFirst(place: SlotPlace): Promise<SlotLock> {
    const self = await thisProcess();
    for (let slot = 1; slot <= MAX_SLOT; slot += 1) {
      const lock = await SlotLock.#take(place, `w${slot}`, self);
      if (lock !== undefined) return lock;
    }
    throw new Error('There is no free slot.');
  }

  /** Takes a certain slot; undefined if somebody holds it. */
  static async take(place: SlotPlace, writer: string): Promise<SlotLock | undefined> {
    return SlotLock.#take(place, writer, await thisProcess());
  }

  static async #take(
    place: SlotPlace,
    writer: string,
    self: ProcessIdentity,
  ): Promise<SlotLock | undefined> {
    const highest = await highestLock(place, writer);
    if (highest > 0 && (await isLive(place, lockFile(writer, highest), self))) return undefined;
    const number = highest + 1;
    if (!(await putLock(place, writer, number, self))) return undefined;
    // Numbers are deleted behind a taker: it may have made one again that was long passed.
    if ((await highestLock(place, writer)) > number) {
      await place.files.rm(join(place.folder, lockFile(writer, number)), { force: true });
      return undefined;
    }
    await cleanUp(place, writer, number);
    return new SlotLock(place, writer, self, number);
  }

  /**
   * Whether the slot is still this one's: another process may have taken it over while the machine slept, or after
   * the lock's file was deleted. Looks once a second at most.
   *
   * @throws what the file system throws, where nobody may have seen a sign of this process for too long
   */
  async isHeld(): Promise<boolean> {
    const silence = Math.abs(this.#place.clock.now() - this.#beat);
    if (silence < LOOK_EVERY_MS || this.#isLost) return !this.#isLost;
    try {
      await this.#look();
    } catch (error) {
      if (silence > STALE_MS / 2) throw error;
    }
    return !this.#isLost;
  }

  /** Gives the slot up. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#isLost) return;
    this.#isLost = true;
    const content: LockContent = { ...this.#self, released: true };
    if (await putLock(this.#place, this.writer, this.#number + 1, content)) {
      await cleanUp(this.#place, this.writer, this.#number + 1);
    }
  }

  /** Shows that this one is there, if it still holds the slot. */
  async #look(): Promise<void> {
    const { folder, files, clock } = this.#place;
    await files.mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    const highest = await highestLock(this.#place, this.writer);
    const owner = await this.#owner();
    const isOthers = owner !== undefined && !isSame(owner, this.#self);
    // Another number than this one's is another taker's, a lower one too: then all files were deleted before.
    if (isOthers || (highest !== this.#number && highest !== 0)) this.#lose();
    else if (owner === undefined) await this.#putAgain();
    if (this.#isLost) return;
    const now = clock.now();
    await files.utimes(this.#path(), now / 1000, now / 1000);
    this.#beat = now;
  }

  /** Who the lock's file says it is of; undefined where it is gone or cannot be read. */
  async #owner(): Promise<LockContent | undefined> {
    try {
      return parseLock(await readText(this.#place.files, this.#path(), MAX_LOCK_BYTES));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Makes the file anew that somebody deleted or spoilt, unless another process is faster. */
  async #putAgain(): Promise<void> {
    const number = this.#number + 1;
    if (await putLock(this.#place, this.writer, number, this.#self)) this.#number = number;
    else this.#lose();
  }

  #lose(): void {
    this.#isLost = true;
    clearInterval(this.#timer);
  }

  #path(): string {
    return join(this.#place.folder, lockFile(this.writer, this.#number));
  }
}

/** Whether a live process holds a slot. */
export async function isSlotHeld(place: SlotPlace, writer: string): Promise<boolean> {
  const number = await highestLock(place, writer);
  return number > 0 && (await isLive(place, lockFile(writer, number), await thisProcess()));
}

/** Makes a lock file, whole from the first moment; false if that number is taken. */
async function putLock(
  { folder, files, clock }: SlotPlace,
  writer: string,
  number: number,
  content: LockContent,
): Promise<boolean> {
  const temporary = join(folder, `${writer}.lock.${number}.${randomUUID()}.tmp`);
  try {
    await writeNew(files, temporary, `${JSON.stringify(content)}\n`);
    const now = clock.now() / 1000;
    await files.utimes(temporary, now, now);
    await files.link(temporary, join(folder, lockFile(writer, number)));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await files.rm(temporary, { force: true });
  }
}

async function highestLock({ folder, files }: SlotPlace, writer: string): Promise<number> {
  let highest = 0;
  for (const file of await files.readdir(folder)) {
    const [, owner, number] = LOCK_FILE.exec(file) ?? [];
    if (owner === writer) highest = Math.max(highest, Number(number));
  }
  return highest;
}

async function cleanUp(place: SlotPlace, writer: string, number: number): Promise<void> {
  for (const file of await place.files.readdir(place.folder)) {
    const [, owner, other] = LOCK_FILE.exec(file) ?? [];
    if (owner !== writer || Number(other) >= number - KEPT) continue;
    await place.files.rm(join(place.folder, file), { force: true });
  }
}

async function isLive(place: SlotPlace, file: string, self: ProcessIdentity): Promise<boolean> {
  const path = join(place.folder, file);
  try {
    const owner = parseLock(await readText(place.files, path, MAX_LOCK_BYTES));
    if (owner?.released === true) return false;
    const running = owner === undefined ? 'unknown' : await isRunning(owner, self);
    if (running !== 'unknown') return running;
    const { mtimeMs } = await place.files.stat(path);
    return Math.abs(place.clock.now() - mtimeMs) < STALE_MS;
  } catch (error) {
    // Deleted meanwhile: a higher one is there, and its owner with it.
    if (isMissing(error)) return true;
    throw error;
  }
}

function parseLock(text = ''): LockContent | undefined {
  try {
    const content = JSON.parse(text) as Partial<LockContent> | null;
    return typeof content?.pid === 'number' ? (content as LockContent) : undefined;
  } catch {
    return undefined;
  }
}

function lockFile(writer: string, number: number): string {
  return `${writer}.lock.${number}`;
}
