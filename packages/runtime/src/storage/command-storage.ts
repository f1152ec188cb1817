import { AuditReader, AuditSpool, tolerantSink } from '@safeai/audit';
import { auditAlerts } from './audit-alerts.ts';
import { decisionHistory } from './decision-history.ts';
import { LazyState } from './lazy-state.ts';
import { statusWithoutLog } from './no-history.ts';
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
  const history = new RecordedHistory(parts, reader, () => statusWithoutLog('spool'));
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
