import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AuditReader, AuditSpool, tolerantSink } from '@safeai/audit';
import type { LockdownStore } from '@safeai/core';
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
      ...(loaded.config.state.backend === 'memory'
        ? {}
        : { ...state.ports, lockdowns: lockdownsIn(folder, state) }),
    },
    health: async () => ({ audit: { state: 'ok', reason: null }, state: await state.health() }),
    close: async () => {
      await history.close();
      await state.close();
    },
  };
}

/** Where there are no state files nothing is stopped, and none are made to find that out. */
function lockdownsIn(folder: string, { ports }: LazyState): LockdownStore {
  const { lockdowns } = ports;
  const file = join(folder, 'state.db');
  return {
    add: (lockdown) => lockdowns.add(lockdown),
    active: async () => (existsSync(file) ? lockdowns.active() : []),
    lift: (tenants, id) => lockdowns.lift(tenants, id),
  };
}
