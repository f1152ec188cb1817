import { join } from 'node:path';
import type { Clock } from '@safeai/core';
import { type Body, NO_HASH, systemBody } from '../format/record-line.ts';
import { plainFile, segmentFile, type SegmentName } from '../format/segment-name.ts';
import type { AuditKeys, SystemDetails } from '../format/system-lines.ts';
import type { AuditNotice } from '../status.ts';
import type { ChainEnd } from './chain.ts';
import { segmentsOf } from '../read/segments.ts';
import { type AuditFiles, syncFolder } from './files.ts';
import { scanSegment, type SegmentScan } from './scan-segment.ts';

/** What a segment says of the one before. */
export type Previous = SystemDetails['audit.segment']['previous'];

/** Where a slot's chain stands after whoever had it before. */
export interface RecoveredSlot {
  readonly end: ChainEnd;
  readonly previous: Previous;
  /** What the next segment tells of the recovery, right after its first line. */
  readonly opening: readonly Body[];
  readonly notices: readonly AuditNotice[];
}

/** Whose slot, and where. */
export interface RecoverOptions {
  readonly folder: string;
  readonly writer: string;
  readonly keys: AuditKeys;
  readonly files: AuditFiles;
  readonly clock: Clock;
}

/**
 * Finds where a slot's chain goes on, and repairs what a crash left: a last line that is torn is cut off. Damage of
 * any other kind stays as it is and is told. For the slot's lock holder only. Linear in the slot's last segment.
 *
 * @throws what the file system throws
 */
export async function recoverSlot(options: RecoverOptions): Promise<RecoveredSlot> {
  const { folder, keys } = options;
  const segments = [...(await segmentsOf(folder, options.writer))];
  const found = new Findings(options.clock);
  for (let last = segments.pop(); last !== undefined; last = segments.pop()) {
    const file = segmentFile(last);
    const scan = await scanSegment(join(folder, file), keys);
    const { good } = scan;
    if (good === undefined) {
      await setAside(options, file, scan, found);
      continue;
    }
    const previous = await settle(options, last, { ...scan, good }, found);
    return { end: { seq: good.seq, hash: good.hash }, previous, ...found.result() };
  }
  return { end: { seq: 0, hash: NO_HASH }, previous: null, ...found.result() };
}

/** A segment without one good line: its name is needed for the next. */
async function setAside(
  { folder, files }: RecoverOptions,
  file: string,
  { bytes, damagedFrom }: SegmentScan,
  found: Findings,
): Promise<void> {
  const path = join(folder, file);
  if (damagedFrom === undefined) {
    await files.unlink(path);
    if (bytes > 0) found.torn(file, bytes);
  } else {
    await files.rename(path, `${path}.damaged`);
    found.damaged(file, damagedFrom);
  }
  await syncFolder(files, folder);
}

/** A segment that the chain goes on from: what of it counts. */
async function settle(
  { folder, files }: RecoverOptions,
  name: SegmentName,
  scan: SegmentScan & { readonly good: NonNullable<SegmentScan['good']> },
  found: Findings,
): Promise<Previous> {
  const { good, damagedFrom, tornFrom, bytes, sha256, goodSha256 } = scan;
  const file = plainFile(name);
  const isClean = bytes === good.end;
  const canBeCut = tornFrom === good.end && !name.compressed;
  if (damagedFrom !== undefined || (!isClean && !canBeCut)) {
    found.damaged(file, damagedFrom ?? good.end);
  }
  const previous = { file, last_seq: good.seq };
  if (!isClean && !canBeCut) return { ...previous, bytes, sha256, void_from: good.end };
  if (!isClean) {
    await cutOff(files, join(folder, file), good.end);
    found.torn(file, bytes - good.end);
  }
  return { ...previous, bytes: good.end, sha256: goodSha256 };
}

async function cutOff(files: AuditFiles, path: string, length: number): Promise<void> {
  const handle = await files.open(path, 'r+');
  try {
    await handle.truncate(length);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

class Findings {
  readonly #clock: Clock;
  readonly #opening: Body[] = [];
  readonly #notices: AuditNotice[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  torn(file: string, bytes: number): void {
    this.#opening.push(systemBody(this.#clock.now(), 'audit.recovered', { file, bytes }));
    this.#notices.push({
      kind: 'torn_tail',
      message: `The last line of ${file} was never finished: its ${bytes} bytes were cut off. No record that was acknowledged is lost.`,
    });
  }

  damaged(file: string, byte: number): void {
    this.#opening.push(systemBody(this.#clock.now(), 'audit.damaged', { file, byte }));
    this.#notices.push({
      kind: 'damaged',
      message: `${file} is damaged at byte ${byte}. It stays as it is; verify the log to see what is affected.`,
    });
  }

  result(): Pick<RecoveredSlot, 'opening' | 'notices'> {
    return { opening: this.#opening, notices: this.#notices };
  }
}
