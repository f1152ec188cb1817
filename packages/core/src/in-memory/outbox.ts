import type {
  AlertChange,
  AlertFilter,
  AlertState,
  DeliveryEnd,
  LeasedMessage,
  OutboxBacklog,
  OutboxEntry,
  OutboxFilter,
  OutboxLease,
  OutboxMessage,
  OutboxRetry,
  Silence,
} from '../alerts/outbox.ts';
import type { Clock, Outbox, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

interface Kept {
  entry: OutboxEntry;
  leaseId: string | null;
  leasedUntil: number;
}

/**
 * Alerts and their messages in this process's memory: a restart forgets them, and processes do not share them. What is
 * over is kept for looking back, up to `capacity` alerts and as many messages, the latest; what waits is never
 * dropped. Leasing looks at every key of the channel that has something waiting.
 */
export class MemoryOutbox implements Outbox {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #capacity: number;
  /** By key, the last changed last. */
  readonly #alerts = new Map<string, AlertState>();
  /** By channel and id, in the order of their making. */
  readonly #messages = new Map<string, Kept>();
  /** By channel and key, the first in its order first. */
  readonly #waiting = new Map<string, Map<string, Kept[]>>();
  /** Names of messages that are over, in the order in which they ended. */
  readonly #ended = new Set<string>();
  readonly #silences = new Map<string, Silence>();

  constructor(clock: Pick<Clock, 'now'>, capacity = 10_000) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  states(keys: readonly string[]): Promise<readonly (AlertState | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.#alerts.get(key)));
  }

  commit(changes: readonly AlertChange[]): Promise<readonly boolean[]> {
    return Promise.resolve(changes.map((change) => this.#commit(change)));
  }

  due(now: number, limit: number): Promise<readonly AlertState[]> {
    const due = [...this.#alerts.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= now);
    due.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || byText(a.key, b.key));
    return Promise.resolve(due.slice(0, limit));
  }

  lease({ channel, leaseId, leaseMs, limit }: OutboxLease): Promise<readonly OutboxEntry[]> {
    const now = this.#clock.now();
    const leased = this.#heads(channel)
      .filter(({ entry, leasedUntil }) => {
        // A lease that has longer to go than it can have was taken by a clock that was set back since.
        const isLeased = leasedUntil > now && leasedUntil <= now + leaseMs;
        return entry.dueAt <= now && !isLeased;
      })
      .sort(({ entry: a }, { entry: b }) => a.dueAt - b.dueAt || byAge(a, b))
      .slice(0, limit);
    for (const kept of leased) {
      kept.leaseId = leaseId;
      kept.leasedUntil = now + leaseMs;
    }
    return Promise.resolve(leased.map(({ entry }) => entry));
  }

  settle({ channel, id, leaseId }: LeasedMessage, end: DeliveryEnd): Promise<boolean> {
    const kept = this.#messages.get(nameOf(channel, id));
    if (kept?.leaseId !== leaseId) return Promise.resolve(false);
    kept.leaseId = null;
    kept.leasedUntil = 0;
    if (end.result === 'moved') this.#move(kept, end);
    else if (end.result === 'again') {
      this.#countAttempt(kept);
      const dueAt = this.#clock.now() + end.inMs;
      kept.entry = Object.freeze({ ...kept.entry, dueAt, problem: end.problem });
    } else {
      this.#countAttempt(kept);
      this.#end(kept, end.result, end.result === 'sent' ? null : end.problem);
    }
    return Promise.resolve(true);
  }

  wakeAt(channels: readonly string[]): Promise<number | null> {
    let next = Infinity;
    for (const { dueAt } of this.#alerts.values()) next = Math.min(next, dueAt ?? Infinity);
    for (const channel of new Set(channels)) {
      for (const { entry, leasedUntil } of this.#heads(channel)) {
        next = Math.min(next, Math.max(entry.dueAt, leasedUntil));
      }
    }
    return Promise.resolve(next === Infinity ? null : next);
  }

  messages({ tenants, state, channel, limit }: OutboxFilter): Promise<readonly OutboxEntry[]> {
    const found = [...this.#messages.values()]
      .map(({ entry }) => entry)
      .filter(
        (entry) =>
          inScope(tenants, entry.tenantId) &&
          (state === undefined || entry.state === state) &&
          (channel === undefined || entry.channel === channel),
      );
    return Promise.resolve(found.sort((a, b) => byAge(b, a)).slice(0, limit));
  }

  alerts({ tenants, isOpen, after, limit }: AlertFilter): Promise<readonly AlertState[]> {
    const found = [...this.#alerts.values()].filter(
      (state) =>
        inScope(tenants, state.tenantId) &&
        (isOpen === undefined || state.isOpen === isOpen) &&
        (after === undefined || byChange(after, state) < 0),
    );
    found.sort(byChange);
    return Promise.resolve(found.slice(0, limit));
  }

  retry({ tenants, id, channel }: OutboxRetry): Promise<number> {
    const now = this.#clock.now();
    const dead = [...this.#messages.values()].filter(
      ({ entry }) =>
        entry.state === 'dead' &&
        inScope(tenants, entry.tenantId) &&
        (id === undefined || entry.id === id) &&
        (channel === undefined || entry.channel === channel),
    );
    for (const kept of dead) {
      this.#ended.delete(nameOf(kept.entry.channel, kept.entry.id));
      kept.entry = Object.freeze({ ...kept.entry, ...untried(now), movedFrom: [] });
      this.#wait(kept);
    }
    return Promise.resolve(dead.length);
  }

  backlog(): Promise<readonly OutboxBacklog[]> {
    const counts = new Map<string, { channel: string; waiting: number; dead: number }>();
    for (const { entry } of this.#messages.values()) {
      const { channel, state } = entry;
      if (state !== 'waiting' && state !== 'dead') continue;
      const count = counts.get(channel) ?? { channel, waiting: 0, dead: 0 };
      count[state]++;
      counts.set(channel, count);
    }
    return Promise.resolve([...counts.values()].sort((a, b) => byText(a.channel, b.channel)));
  }

  addSilence(silence: Silence): Promise<void> {
    this.#silences.set(silence.id, Object.freeze({ ...silence }));
    return Promise.resolve();
  }

  silences(): Promise<readonly Silence[]> {
    const now = this.#clock.now();
    for (const [id, { until }] of this.#silences) if (until <= now) this.#silences.delete(id);
    const active = [...this.#silences.values()];
    return Promise.resolve(active.sort((a, b) => a.createdAt - b.createdAt || byText(a.id, b.id)));
  }

  endSilence(tenants: TenantScope, id: string): Promise<Silence | undefined> {
    const known = this.#silences.get(id);
    if (known === undefined || known.until <= this.#clock.now()) return Promise.resolve(undefined);
    if (!inScope(tenants, known.tenantId ?? '*')) return Promise.resolve(undefined);
    this.#silences.delete(id);
    return Promise.resolve(known);
  }

  #commit({ next, messages }: AlertChange): boolean {
    if ((this.#alerts.get(next.key)?.version ?? 0) !== next.version - 1) return false;
    this.#alerts.delete(next.key);
    this.#alerts.set(next.key, Object.freeze({ ...next }));
    for (const message of messages) this.#append(message);
    this.#dropOldAlerts();
    return true;
  }

  #append(message: OutboxMessage): void {
    const name = nameOf(message.channel, message.id);
    if (this.#messages.has(name)) return;
    const now = this.#clock.now();
    const entry = Object.freeze({ ...message, ...untried(now), movedFrom: [] });
    const kept: Kept = { entry, leaseId: null, leasedUntil: 0 };
    this.#messages.set(name, kept);
    this.#wait(kept);
  }

  #move(kept: Kept, { channel, problem }: { channel: string; problem: string }): void {
    const { entry } = kept;
    const there = this.#messages.get(nameOf(channel, entry.id));
    if (there !== undefined) {
      this.#end(kept, there.entry.state === 'dead' ? 'dead' : 'covered', problem);
      return;
    }
    this.#ceaseToWait(kept);
    this.#messages.delete(nameOf(entry.channel, entry.id));
    const movedFrom = [...entry.movedFrom, entry.channel];
    const now = this.#clock.now();
    kept.entry = Object.freeze({ ...entry, ...untried(now), channel, movedFrom, problem });
    this.#messages.set(nameOf(channel, entry.id), kept);
    this.#wait(kept);
  }

  #end(kept: Kept, state: 'sent' | 'covered' | 'dead', problem: string | null): void {
    this.#ceaseToWait(kept);
    const endedAt = this.#clock.now();
    kept.entry = Object.freeze({ ...kept.entry, state, problem, endedAt });
    this.#ended.add(nameOf(kept.entry.channel, kept.entry.id));
    for (const oldest of this.#ended) {
      if (this.#ended.size <= this.#capacity) break;
      this.#ended.delete(oldest);
      this.#messages.delete(oldest);
    }
  }

  #countAttempt(kept: Kept): void {
    const { attempts, firstTriedAt } = kept.entry;
    kept.entry = {
      ...kept.entry,
      attempts: attempts + 1,
      firstTriedAt: firstTriedAt ?? this.#clock.now(),
    };
  }

  #heads(channel: string): Kept[] {
    return [...(this.#waiting.get(channel)?.values() ?? [])].flatMap(([head]) => head ?? []);
  }

  #wait(kept: Kept): void {
    const { channel, key, sequence } = kept.entry;
    const ofChannel = this.#waiting.get(channel) ?? new Map<string, Kept[]>();
    this.#waiting.set(channel, ofChannel);
    const ofKey = ofChannel.get(key) ?? [];
    ofChannel.set(key, ofKey);
    const after = ofKey.findIndex(({ entry }) => entry.sequence > sequence);
    ofKey.splice(after < 0 ? ofKey.length : after, 0, kept);
  }

  #ceaseToWait(kept: Kept): void {
    const { channel, key } = kept.entry;
    const ofChannel = this.#waiting.get(channel);
    const left = ofChannel?.get(key)?.filter((other) => other !== kept) ?? [];
    if (left.length > 0) ofChannel?.set(key, left);
    else ofChannel?.delete(key);
  }

  #dropOldAlerts(): void {
    if (this.#alerts.size <= this.#capacity) return;
    for (const [key, { isOpen, dueAt }] of this.#alerts) {
      if (isOpen || dueAt !== null) continue;
      this.#alerts.delete(key);
      if (this.#alerts.size <= this.#capacity) return;
    }
  }
}

/** A message that nobody has tried to send. */
function untried(now: number) {
  return {
    ...({ state: 'waiting', dueAt: now, attempts: 0, firstTriedAt: null } as const),
    ...{ problem: null, endedAt: null },
  };
}

/** The last changed first. */
function byChange(
  a: Pick<AlertState, 'changedAt' | 'key'>,
  b: Pick<AlertState, 'changedAt' | 'key'>,
): number {
  return b.changedAt - a.changedAt || byText(a.key, b.key);
}

/** The oldest first. */
function byAge(a: OutboxEntry, b: OutboxEntry): number {
  return a.createdAt - b.createdAt || a.sequence - b.sequence;
}

function nameOf(channel: string, id: string): string {
  return JSON.stringify([channel, id]);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
