import { AuditReader, AuditSpool, tolerantSink, type AuditStatus } from '@safeai/audit';
import { auditAlerts } from './audit-alerts.ts';
import { decisionHistory } from './decision-history.ts';
import { LazyState } from './lazy-state.ts';
import { RecordedHistory } from './recorded-history.ts';
import { openStateFiles } from './state-ports.ts';
import type { Storage } from './storage.ts';
import type { StorageParts } from './storage-parts.ts';

/**
 * The storage of a process that is over soon: its records wait in the spool for the next server, and the state
 * files are opened only if something asks for them.
 */
export function commandStorage(parts: StorageParts): Storage {
  const { loaded, folder, audit, clock, keys } = parts;
  const spool = new AuditSpool({ folder: audit, clock });
  const reader = new AuditReader({ folder: audit });
  const history = new RecordedHistory(parts, reader, statusOfNoLog);
  const state = new LazyState(() => openStateFiles(parts));
  let lost = 0;
  const untold = { append: spool.append.bind(spool), countLost: () => ++lost };
  const isTolerant = loaded.config.audit.onFailure === 'allow_with_alert';
  return {
    folder,
    audit: history,
    ports: {
      audit: isTolerant ? tolerantSink(untold, auditAlerts(parts).lost) : spool,
      history: decisionHistory(history),
      keys: keys.ring,
      ...(loaded.config.state.backend === 'memory' ? {} : state.ports),
    },
    health: async () => ({ audit: { state: 'ok', reason: null }, state: await state.health() }),
    close: async () => {
      await history.close();
      await state.close();
    },
  };
}

/** A command writes no log; what it records waits in the spool. */
function statusOfNoLog(): AuditStatus {
  return { state: 'ok', reason: null, writer: 'spool', lastSeq: 0, refused: 0, freeBytes: null };
}
