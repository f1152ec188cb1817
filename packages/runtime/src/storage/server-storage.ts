import {
  AuditLog,
  AuditMaintenance,
  AuditReader,
  drainSpool,
  tolerantSink,
  type AuditLogOptions,
  type AuditNotice,
} from '@safeai/audit';
import { decisionHistory } from './decision-history.ts';
import { recordedHistory } from './recorded-history.ts';
import { openStateFiles, stateHealth, statePorts } from './state-ports.ts';
import type { Storage } from './storage.ts';
import type { StorageParts } from './storage-parts.ts';

const MIB = 1_048_576;
const DAY_MS = 24 * 60 * 60_000;

/** The storage of a process that runs long: a chain of its own in the audit log, and the state files. */
export async function serverStorage(parts: StorageParts): Promise<Storage> {
  const { loaded, folder, audit, keys, clock, onNotice } = parts;
  const { config } = loaded;
  const log = await AuditLog.open(logOptions(parts));
  try {
    const state = config.state.backend === 'memory' ? undefined : await openStateFiles(parts);
    const reader = new AuditReader({ folder: audit });
    const history = recordedHistory(parts, reader, () => log.status());
    const spool = drainSpool(log, audit, {
      clock,
      isRecorded: (record) => reader.has(record),
      onNotice: onAuditNotice(parts),
    });
    const maintenance = new AuditMaintenance({
      folder: audit,
      log,
      compress: config.audit.compressRotated,
      maxAgeMs: config.audit.maxAgeDays * DAY_MS,
      clock,
      adopt: (writer) => AuditLog.adopt(logOptions(parts), writer),
      onNotice: onAuditNotice(parts),
    });
    maintenance.start();
    // What is lost is in the log's own notices and its health.
    const sink = config.audit.onFailure === 'block' ? log : tolerantSink(log, () => undefined);
    return {
      folder,
      audit: history,
      ports: {
        audit: sink,
        history: decisionHistory(history),
        keys: keys.ring,
        ...(state === undefined ? {} : statePorts(state)),
      },
      onSweepError: (what, error) => {
        const message = error instanceof Error ? error.message : 'unknown error';
        onNotice({ part: 'sweep', message: `${what}: ${message}` });
      },
      health: async () => {
        const { state: how, reason } = log.status();
        return { audit: { state: how, reason }, state: await stateHealth(state) };
      },
      close: async () => {
        await maintenance.stop();
        await spool.runOnce();
        await spool.stop();
        await state?.close();
        await log.close();
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function onAuditNotice({ onNotice }: StorageParts): (notice: AuditNotice) => void {
  return ({ message }) => {
    onNotice({ part: 'audit', message });
  };
}

function logOptions(parts: StorageParts): AuditLogOptions {
  const { loaded, audit, keys, clock } = parts;
  const { maxSizeMb, durability, minFreeMb, timeoutSeconds, checkpointFile } = loaded.config.audit;
  return {
    folder: audit,
    maxBytes: maxSizeMb * MIB,
    durability,
    minFreeBytes: minFreeMb * MIB,
    appendTimeoutMs: timeoutSeconds * 1000,
    keys: keys.audit,
    clock,
    onNotice: onAuditNotice(parts),
    ...(checkpointFile === undefined ? {} : { checkpointFile }),
  };
}
