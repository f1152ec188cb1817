import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ThreadData } from '../requests.ts';
import { AccountTable } from './account-table.ts';
import { AlertTable } from './alert-table.ts';
import { ApiKeyTable } from './api-key-table.ts';
import { ApprovalTable } from './approval-table.ts';
import { BudgetTable } from './budget-table.ts';
import { CapabilityTable } from './capability-table.ts';
import { DataKeys } from './data-keys.ts';
import { type Database, type Driver, openDatabase } from './database.ts';
import { openFileKey } from './file-key.ts';
import { InPlace } from './in-place.ts';
import { LimitTable } from './limit-table.ts';
import { LockdownTable } from './lockdown-table.ts';
import { MemoryTable } from './memory-table.ts';
import { SESSION_MIGRATIONS, STATE_MIGRATIONS } from './migrations.ts';
import { Names } from './names.ts';
import { OldRows } from './old-rows.ts';
import { OperationTable } from './operation-table.ts';
import { OutboxTable } from './outbox-table.ts';
import { PseudonymTable } from './pseudonym-table.ts';
import { SessionTable } from './session-table.ts';
import { SilenceTable } from './silence-table.ts';
import { SpendTable } from './spend-table.ts';

/** The two files and what is in them. */
export interface StateFiles {
  readonly state: Database;
  readonly sessionState: Database;
  readonly approvals: ApprovalTable;
  readonly operations: OperationTable;
  readonly capabilities: CapabilityTable;
  readonly apiKeys: ApiKeyTable;
  readonly lockdowns: LockdownTable;
  readonly alerts: AlertTable;
  readonly outbox: OutboxTable;
  readonly silences: SilenceTable;
  readonly budgets: BudgetTable;
  readonly spend: SpendTable;
  readonly memory: MemoryTable;
  readonly sessions: SessionTable;
  readonly pseudonyms: PseudonymTable;
  readonly limits: LimitTable;
  readonly oldRows: OldRows;
  readonly dataKeys: DataKeys;
  readonly names: Names;
  readonly inPlace: InPlace;
}

/** @throws StateFailure, or an error of SQLite's or of the file system */
export function openStateFiles(driver: Driver, data: ThreadData): StateFiles {
  const { folder, keys, time } = data;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const now = time === undefined ? Date.now : () => time[0] ?? 0;
  const state = openDatabase(driver, {
    folder,
    name: 'state.db',
    migrations: STATE_MIGRATIONS,
    synchronous: 'FULL',
  });
  let sessionState: Database | undefined;
  try {
    sessionState = openDatabase(driver, {
      folder,
      name: 'sessions.db',
      migrations: SESSION_MIGRATIONS,
      synchronous: 'NORMAL',
    });
    const key = openFileKey(state, keys);
    const names = new Names(key.names);
    const dataKeys = new DataKeys(state, keys);
    const spend = new SpendTable(state, names, key.rows);
    const outbox = new OutboxTable(state, names, key.rows, now);
    const accounts = new AccountTable(state, names, key.rows);
    return {
      state,
      sessionState,
      approvals: new ApprovalTable(state, names, key.rows, now),
      operations: new OperationTable(state, names, key.rows),
      capabilities: new CapabilityTable(state, names, key.rows),
      apiKeys: new ApiKeyTable(state, names, key.rows),
      lockdowns: new LockdownTable(state, names, key.rows),
      alerts: new AlertTable(state, names, key.rows, outbox),
      outbox,
      silences: new SilenceTable(state, names, key.rows, now),
      budgets: new BudgetTable(state, names, now, accounts, spend),
      spend,
      memory: new MemoryTable(state, names, dataKeys, now),
      sessions: new SessionTable(sessionState, names, key.rows, now),
      pseudonyms: new PseudonymTable(sessionState, names, dataKeys, now),
      limits: new LimitTable(sessionState, names, now),
      oldRows: new OldRows(state, now),
      dataKeys,
      names,
      inPlace: new InPlace(
        ['state.db', 'state.db-wal', 'sessions.db', 'sessions.db-wal'].map((name) =>
          join(folder, name),
        ),
      ),
    };
  } catch (error) {
    sessionState?.close();
    state.close();
    throw error;
  }
}
