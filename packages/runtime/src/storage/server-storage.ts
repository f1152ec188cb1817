import {
  AuditLog,
  AuditReader,
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

/** The storage of a process that runs long: a chain of its own in the audit log, and the state files. */
export async function serverStorage(parts: StorageParts): Promise<Storage> {
  const { loaded, folder, audit, keys, onNotice } = parts;
  const { config } = loaded;
  const log = await AuditLog.open(logOptions(parts));
  try {
    const state = config.state.backend === 'memory' ? undefined : await openStateFiles(parts);
    const reader = new AuditReader({ folder: audit });
    const history = recordedHistory(parts, reader, () => log.status());
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
        await state?.close();
        await log.close();
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function logOptions({ loaded, audit, keys, clock, onNotice }: StorageParts): AuditLogOptions {
  const { maxSizeMb, durability, minFreeMb, timeoutSeconds, checkpointFile } = loaded.config.audit;
  return {
    folder: audit,
    maxBytes: maxSizeMb * MIB,
    durability,
    minFreeBytes: minFreeMb * MIB,
    appendTimeoutMs: timeoutSeconds * 1000,
    keys: keys.audit,
    clock,
    onNotice: ({ message }: AuditNotice) => {
      onNotice({ part: 'audit', message });
    },
    ...(checkpointFile === undefined ? {} : { checkpointFile }),
  };
}
