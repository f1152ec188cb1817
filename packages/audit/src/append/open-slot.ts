import type { AuditLogOptions } from './audit-log-options.ts';
import { errorCode, FOLDER_MODE, nodeFiles } from './files.ts';
import { Health } from './health.ts';
import { type RecoveredSlot, recoverSlot } from './recover.ts';
import { SlotLock, type SlotPlace } from './slot-lock.ts';
import { unavailable } from './unavailable.ts';

/** A slot that was taken and set right. */
export interface OpenSlot {
  readonly lock: SlotLock;
  readonly recovered: RecoveredSlot;
  readonly health: Health;
}

/** @throws SafeAIError `audit_unavailable` for a folder that cannot be written */
export function openFirstSlot(options: AuditLogOptions): Promise<OpenSlot> {
  return guarded(options, async (place) => recovered(options, await SlotLock.takeFirst(place)));
}

/**
 * @returns undefined if somebody holds the slot
 * @throws SafeAIError `audit_unavailable` for a folder that cannot be written
 */
export function openSlot(options: AuditLogOptions, writer: string): Promise<OpenSlot | undefined> {
  return guarded(options, async (place) => {
    const lock = await SlotLock.take(place, writer);
    return lock === undefined ? undefined : recovered(options, lock);
  });
}

async function recovered(options: AuditLogOptions, lock: SlotLock): Promise<OpenSlot> {
  const { folder, files = nodeFiles, clock, keys, onNotice = () => undefined } = options;
  const { writer } = lock;
  try {
    const slot = await recoverSlot({ folder, writer, keys, files, clock });
    const health = new Health(onNotice);
    for (const notice of slot.notices) {
      if (notice.kind === 'damaged') health.warn('damage', notice);
      else health.notify(notice);
    }
    return { lock, recovered: slot, health };
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
}

async function guarded<T>(
  { folder, files = nodeFiles, clock }: AuditLogOptions,
  open: (place: SlotPlace) => Promise<T>,
): Promise<T> {
  try {
    await files.mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    return await open({ folder, files, clock });
  } catch (cause) {
    throw unavailable(
      `The audit log in ${folder} cannot be opened (${errorCode(cause)}). Name another folder with audit.path or --state-dir, or change who may write there.`,
      cause,
    );
  }
}
