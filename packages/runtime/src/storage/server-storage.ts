import {
  AuditLog,
  AuditMaintenance,
  AuditReader,
  drainSpool,
  tolerantSink,
  type AuditLogOptions,
} from '@safeai/audit';
import type { LoadedConfig, SafeAIConfig } from '@safeai/config';
import type { State } from '@safeai/state';
import { memoryKeys } from '../keys/installation-keys.ts';
import { keysFolder } from '../keys/key-file.ts';
import type { PartHealth } from '../runtime.ts';
import { auditAlerts } from './audit-alerts.ts';
import { decisionHistory } from './decision-history.ts';
import { RecordedHistory } from './recorded-history.ts';
import { openStateFiles, stateHealth, statePorts } from './state-ports.ts';
import type { Storage } from './storage.ts';
import type { StorageParts } from './storage-parts.ts';

const MIB = 1_048_576;
const DAY_MS = 24 * 60 * 60_000;

/** The storage of a process that runs long: a chain of its own in the audit log, and the state files. */
export async function serverStorage(parts: StorageParts): Promise<Storage> {
  const { loaded, folder, audit, keys, clock, onNotice } = parts;
  const { config } = loaded;
  const alerts = auditAlerts(parts);
  const logOptions = auditLogOptions(parts);
  const log = await AuditLog.open({ ...logOptions, onNotice: alerts.ofRecording });
  const state =
    config.state.backend === 'memory'
      ? undefined
      : await openStateFiles(parts).catch(async (error: unknown) => {
          await log.close();
          throw error;
        });
  const reader = new AuditReader({ folder: audit });
  const history = new RecordedHistory(parts, reader, () => log.status());
  const spool = drainSpool(log, audit, {
    clock,
    isRecorded: (record) => reader.has(record),
    onNotice: alerts.notice,
  });
  const maintenance = new AuditMaintenance({
    folder: audit,
    log,
    compress: config.audit.compressRotated,
    maxAgeMs: config.audit.maxAgeDays * DAY_MS,
    clock,
    adopt: (writer) => AuditLog.adopt({ ...logOptions, onNotice: alerts.notice }, writer),
    onNotice: alerts.notice,
  });
  maintenance.start();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // Whatever writes to the log before the log itself.
    await Promise.allSettled([maintenance.stop(), spool.stop(), history.close()]);
    await Promise.allSettled([state?.close(), log.close()]);
  };
  return {
    folder,
    audit: history,
    ports: {
      audit: config.audit.onFailure === 'block' ? log : tolerantSink(log, alerts.lost),
      history: decisionHistory(history),
      keys: keys.ring,
      ...(state === undefined ? {} : statePorts(state)),
    },
    onSweepError: (message) => {
      onNotice({ part: 'sweep', message });
    },
    onAlertNotice: (message) => {
      onNotice({ part: 'alerts', message });
    },
    onSecretNotice: (message) => {
      onNotice({ part: 'secrets', message });
    },
    ...(state === undefined ? {} : { useMemoryKeys: memoryKeyChange(parts, state) }),
    health: async () => ({ audit: auditHealth(log, config), state: await stateHealth(state) }),
    close: () => (closing ??= close()),
  };
}

/** Goes over from one key of memory to the next. What was encrypted with any before stays readable. */
function memoryKeyChange(
  { folder, keys, clock }: StorageParts,
  state: State,
): (loaded: LoadedConfig) => Promise<boolean> {
  let known = keys.memory;
  return async (loaded) => {
    const { current, previous } = await memoryKeys(loaded, keysFolder(folder), clock.now());
    if (current.id === known.current.id) return false;
    const former = [known.current, ...known.previous, ...previous];
    const byId = new Map(former.map((key) => [key.id, key]));
    byId.delete(current.id);
    const next = { current, previous: [...byId.values()] };
    await state.useKeys(next);
    known = next;
    return true;
  };
}

function auditHealth(log: AuditLog, { audit }: SafeAIConfig): PartHealth {
  const { state, reason } = log.status();
  const refuses = audit.onFailure === 'block';
  return { state: state === 'failing' && !refuses ? 'warning' : state, reason };
}

function auditLogOptions({ loaded, audit, keys, clock }: StorageParts): AuditLogOptions {
  const { maxSizeMb, durability, minFreeMb, timeoutSeconds, checkpointFile } = loaded.config.audit;
  return {
    folder: audit,
    maxBytes: maxSizeMb * MIB,
    durability,
    minFreeBytes: minFreeMb * MIB,
    appendTimeoutMs: timeoutSeconds * 1000,
    keys: keys.audit,
    clock,
    ...(checkpointFile === undefined ? {} : { checkpointFile }),
  };
}
