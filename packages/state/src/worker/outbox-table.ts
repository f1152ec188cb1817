import type {
  DeliveryEnd,
  LeasedMessage,
  OutboxBacklog,
  OutboxEntry,
  OutboxFilter,
  OutboxLease,
  OutboxMessage,
  OutboxRetry,
} from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { type SqlValue, Statement } from './statement.ts';

interface Row {
  readonly channel: Buffer;
  readonly id: Buffer;
  readonly body: Buffer;
}

interface Count {
  readonly channel: Buffer;
  readonly state: 'waiting' | 'dead';
  readonly count: number;
  readonly id: Buffer;
  readonly body: Buffer;
}

const COLUMNS = 'channel, id, body';

/** Those that wait and have none of their key before them. */
const HEADS = `FROM outbox AS head WHERE state = 'waiting' AND channel = ? AND NOT EXISTS (
  SELECT 1 FROM outbox AS before WHERE before.state = 'waiting' AND before.channel = head.channel
    AND before.key = head.key AND before.sequence < head.sequence)`;

/** Messages on their way to channels, in their file. */
export class OutboxTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #get;
  readonly #leased;
  readonly #put;
  readonly #delete;
  readonly #heads;
  readonly #lease;
  readonly #wakeAt;
  readonly #counts;

  constructor(database: Database, names: Names, key: Uint8Array, now: () => number) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#now = now;
    this.#get = new Statement<Row>(
      database,
      `SELECT ${COLUMNS} FROM outbox WHERE channel = ? AND id = ?`,
    );
    this.#leased = new Statement<Row>(
      database,
      `SELECT ${COLUMNS} FROM outbox WHERE channel = ? AND id = ? AND lease_id = ?`,
    );
    this.#put = new Statement(
      database,
      `INSERT OR REPLACE INTO outbox (channel, id, key, sequence, tenant, state, created_at, due_at, lease_id,
       leased_until, ended_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, ?, ?)`,
    );
    this.#delete = new Statement(database, 'DELETE FROM outbox WHERE channel = ? AND id = ?');
    this.#heads = new Statement<Row>(
      database,
      // A lease that has longer to go than it can have was taken by a clock that was set back since.
      `SELECT ${COLUMNS} ${HEADS} AND due_at <= ? AND (leased_until <= ? OR leased_until > ?)
       ORDER BY due_at, created_at, sequence LIMIT ?`,
    );
    this.#lease = new Statement(
      database,
      'UPDATE outbox SET lease_id = ?, leased_until = ? WHERE channel = ? AND id = ?',
    );
    this.#wakeAt = new Statement<{ at: number | null }>(
      database,
      `SELECT min(max(due_at, leased_until)) AS at ${HEADS}`,
    );
    this.#counts = new Statement<Count>(
      database,
      `SELECT channel, state, count(*) AS count, id, body FROM outbox
       WHERE state IN ('waiting', 'dead') GROUP BY channel, state`,
    );
  }

  /** Inside a write. */
  append(message: OutboxMessage): void {
    const known = this.#get.get(...this.#nameOf(message.channel, message.id));
    if (known !== undefined) return;
    this.#write({ ...message, ...untried(this.#now()), movedFrom: [] });
  }

  /** Inside a write. */
  lease({ channel, leaseId, leaseMs, limit }: OutboxLease): readonly OutboxEntry[] {
    const now = this.#now();
    const rows = this.#heads.all(this.#names.channel(channel), now, now, now + leaseMs, limit);
    return rows.map((row) => {
      this.#lease.run(leaseId, now + leaseMs, row.channel, row.id);
      return this.#entry(row);
    });
  }

  /** Inside a write. */
  settle({ channel, id, leaseId }: LeasedMessage, end: DeliveryEnd): boolean {
    const row = this.#leased.get(...this.#nameOf(channel, id), leaseId);
    if (row === undefined) return false;
    const entry = this.#entry(row);
    const now = this.#now();
    const tried = { attempts: entry.attempts + 1, firstTriedAt: entry.firstTriedAt ?? now };
    switch (end.result) {
      case 'moved':
        this.#move(entry, end, now);
        break;
      case 'again': {
        const { problem } = end;
        this.#write({ ...entry, ...tried, problem, dueAt: now + end.inMs });
        break;
      }
      case 'sent':
        this.#write({ ...entry, ...tried, state: 'sent', problem: null, endedAt: now });
        break;
      case 'dead':
        this.#write({ ...entry, ...tried, state: 'dead', problem: end.problem, endedAt: now });
    }
    return true;
  }

  wakeAt(channels: readonly string[]): number | null {
    const next = channels.map(
      (channel) => this.#wakeAt.get(this.#names.channel(channel))?.at ?? Infinity,
    );
    const first = Math.min(...next);
    return first === Infinity ? null : first;
  }

  messages({ tenants, state, channel, limit }: OutboxFilter): readonly OutboxEntry[] {
    const scope = scopeClause(this.#names, tenants);
    const conditions = [scope.sql];
    const values: SqlValue[] = [...scope.values];
    if (state !== undefined) {
      conditions.push('state = ?');
      values.push(state);
    }
    if (channel !== undefined) {
      conditions.push('channel = ?');
      values.push(this.#names.channel(channel));
    }
    return new Statement<Row>(
      this.#database,
      `SELECT ${COLUMNS} FROM outbox WHERE ${conditions.join(' AND ')}
       ORDER BY created_at DESC, sequence DESC LIMIT ?`,
    )
      .all(...values, limit)
      .map((row) => this.#entry(row));
  }

  /** Inside a write. */
  retry({ tenants, id, channel }: OutboxRetry): number {
    const scope = scopeClause(this.#names, tenants);
    const conditions = ["state = 'dead'", scope.sql];
    const values: SqlValue[] = [...scope.values];
    if (id !== undefined) {
      conditions.push('id = ?');
      values.push(this.#names.message(id));
    }
    if (channel !== undefined) {
      conditions.push('channel = ?');
      values.push(this.#names.channel(channel));
    }
    const rows = new Statement<Row>(
      this.#database,
      `SELECT ${COLUMNS} FROM outbox WHERE ${conditions.join(' AND ')}`,
    ).all(...values);
    for (const row of rows) {
      this.#write({ ...this.#entry(row), ...untried(this.#now()), movedFrom: [] });
    }
    return rows.length;
  }

  backlog(): readonly OutboxBacklog[] {
    const counts = new Map<string, { channel: string; waiting: number; dead: number }>();
    for (const row of this.#counts.all()) {
      const { channel } = this.#entry(row);
      const count = counts.get(channel) ?? { channel, waiting: 0, dead: 0 };
      count[row.state] = row.count;
      counts.set(channel, count);
    }
    return [...counts.values()].sort((a, b) => (a.channel < b.channel ? -1 : 1));
  }

  #move(entry: OutboxEntry, end: { channel: string; problem: string }, now: number): void {
    const { channel, problem } = end;
    const there = this.#get.get(...this.#nameOf(channel, entry.id));
    if (there !== undefined) {
      const state = this.#entry(there).state === 'dead' ? 'dead' : 'covered';
      this.#write({ ...entry, state, problem, endedAt: now });
      return;
    }
    this.#delete.run(...this.#nameOf(entry.channel, entry.id));
    const movedFrom = [...entry.movedFrom, entry.channel];
    this.#write({ ...entry, ...untried(now), channel, movedFrom, problem });
  }

  /** Ends a lease, too. */
  #write(entry: OutboxEntry): void {
    const [channel, id] = this.#nameOf(entry.channel, entry.id);
    this.#put.run(
      ...[channel, id, this.#names.alert(entry.key), entry.sequence],
      ...[this.#names.tenant(entry.tenantId), entry.state, entry.createdAt, entry.dueAt],
      ...[entry.endedAt, sealJson(this.#key, entry, binding(channel, id))],
    );
  }

  #nameOf(channel: string, id: string): readonly [channel: Buffer, id: Buffer] {
    return [this.#names.channel(channel), this.#names.message(id)];
  }

  #entry({ channel, id, body }: Row): OutboxEntry {
    return openJson(this.#key, body, binding(channel, id)) as OutboxEntry;
  }
}

/** A message that nobody has tried to send. */
function untried(now: number) {
  return {
    ...({ state: 'waiting', dueAt: now, attempts: 0, firstTriedAt: null } as const),
    ...{ problem: null, endedAt: null },
  };
}

function binding(channel: Buffer, id: Buffer): readonly string[] {
  return ['outbox', channel.toString('hex'), id.toString('hex')];
}
