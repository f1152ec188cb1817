import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@safeai/core';
import { type AuditFiles, errorCode, FILE_MODE, readText, writeAll } from './files.ts';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** How often an owner shows that it is there, in milliseconds. */
const HEARTBEAT_MS = 10_000;

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
  readonly #number: number;
  readonly #timer: NodeJS.Timeout;
  #beat: number;
  #isLost = false;

  private constructor(place: SlotPlace, writer: string, number: number) {
    this.writer = writer;
    this.#place = place;
    this.#number = number;
    this.#beat = place.clock.now();
    this.#timer = setInterval(() => void this.#heartbeat(), HEARTBEAT_MS).unref();
  }

  /**
   * Takes the first slot that nobody holds.
   *
   * @throws what the file system throws
   */
  static async takeFirst(place: SlotPlace): Promise<SlotLock> {
    const self = await thisProcess();
    for (let slot = 1; slot <= MAX_SLOT; slot += 1) {
      const lock = await takeSlot(place, `w${slot}`, self);
      if (lock !== undefined) return lock;
    }
    throw new Error('There is no free slot.');
  }

  /** Takes a certain slot; undefined if somebody holds it. */
  static async take(place: SlotPlace, writer: string): Promise<SlotLock | undefined> {
    return takeSlot(place, writer, await thisProcess());
  }

  /** @internal */
  static held(place: SlotPlace, writer: string, number: number): SlotLock {
    return new SlotLock(place, writer, number);
  }

  /**
   * Whether the slot is still this one's. Looks only after a pause in which nobody saw a sign of this process, such
   * as a machine put to sleep: another process may have taken the slot over then.
   */
  async isHeld(): Promise<boolean> {
    const silence = Math.abs(this.#place.clock.now() - this.#beat);
    if (silence > STALE_MS / 2) await this.#heartbeat();
    return !this.#isLost;
  }

  /** Gives the slot up. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#isLost) return;
    this.#isLost = true;
    const content: LockContent = { ...(await thisProcess()), released: true };
    if (await putLock(this.#place, this.writer, this.#number + 1, content)) {
      await cleanUp(this.#place, this.writer, this.#number + 1);
    }
  }

  async #heartbeat(): Promise<void> {
    const { folder, files, clock } = this.#place;
    try {
      const highest = await highestLock(this.#place, this.writer);
      if (highest > this.#number) {
        this.#isLost = true;
        clearInterval(this.#timer);
        return;
      }
      const now = clock.now();
      await files.utimes(join(folder, lockFile(this.writer, this.#number)), now / 1000, now / 1000);
      this.#beat = now;
    } catch {
      // A disk that does not answer is told by the next append.
    }
  }
}

/** Whether a live process holds a slot. */
export async function isSlotHeld(place: SlotPlace, writer: string): Promise<boolean> {
  const number = await highestLock(place, writer);
  return number > 0 && (await isLive(place, lockFile(writer, number), await thisProcess()));
}

async function takeSlot(
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
  return SlotLock.held(place, writer, number);
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
    const file = await files.open(temporary, 'wx', FILE_MODE);
    try {
      await writeAll(file, Buffer.from(`${JSON.stringify(content)}\n`), 0);
      await file.datasync();
    } finally {
      await file.close();
    }
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
    const handle = await place.files.open(path, 'r');
    try {
      const { mtimeMs } = await handle.stat();
      return Math.abs(place.clock.now() - mtimeMs) < STALE_MS;
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Deleted meanwhile: a higher one is there, and its owner with it.
    if (errorCode(error) === 'ENOENT') return true;
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
