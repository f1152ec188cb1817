import { AuditReader, AuditSpool, type AuditStatus } from '@safeai/audit';
import type { State } from '@safeai/state';
import { decisionHistory } from './decision-history.ts';
import { lazyPort } from './lazy-ports.ts';
import { recordedHistory } from './recorded-history.ts';
import { openStateFiles, stateHealth, type StatePorts } from './state-ports.ts';
import type { Storage } from './storage.ts';
import type { StorageParts } from './storage-parts.ts';

/**
 * The storage of a process that is over soon: its records wait in the spool for the next server, and the state
 * files are opened only if something asks for them.
 */
export function commandStorage(parts: StorageParts): Storage {
  const { loaded, folder, audit, keys } = parts;
  const spool = new AuditSpool({ folder: audit, clock: parts.clock });
  const history = recordedHistory(parts, new AuditReader({ folder: audit }), statusOfNoLog);
  let opened: Promise<State> | undefined;
  const open = (): Promise<State> => (opened ??= openStateFiles(parts));
  const inFiles = loaded.config.state.backend !== 'memory';
  return {
    folder,
    audit: history,
    ports: {
      audit: spool,
      history: decisionHistory(history),
      keys: keys.ring,
      ...(inFiles ? lazyStatePorts(open) : {}),
    },
    health: async () => ({
      audit: { state: 'ok', reason: null },
      state: await stateHealth(await opened),
    }),
    close: async () => {
      await (await opened)?.close();
    },
  };
}

function lazyStatePorts(open: () => Promise<State>): StatePorts {
  return {
    approvals: lazyPort(async () => (await open()).approvals),
    capabilities: lazyPort(async () => (await open()).capabilities),
    memory: lazyPort(async () => (await open()).memory),
    operations: lazyPort(async () => (await open()).operations),
    pseudonyms: lazyPort(async () => (await open()).pseudonyms),
    sessions: lazyPort(async () => (await open()).sessions),
  };
}

/** A command writes no log; what it records waits in the spool. */
function statusOfNoLog(): AuditStatus {
  return { state: 'ok', reason: null, writer: 'spool', lastSeq: 0, refused: 0, freeBytes: null };
}
