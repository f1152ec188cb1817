import type { EventsAsked, WireEvent } from '@safeai/api';
import { parseConfig, type SafeAIConfig } from '@safeai/config';
import type { Principal, SafeAIEvent } from '@safeai/core';
import { SSE, WEBSOCKET, type Encoding } from '../../src/events/encoding.ts';
import { EventHub, type Listening, type Opening } from '../../src/events/hub.ts';
import type { Outlet } from '../../src/events/outlet.ts';
import type { Timing } from '../../src/events/timing.ts';

/** Time that stands still until a test lets it go on. */
export class FakeTiming implements Timing {
  time = Date.UTC(2026, 0, 1);
  /** What each piece of work takes that asks for the time. */
  lookMs = 0;
  #elapsed = 0;
  #soon: (() => void)[] = [];
  readonly #timers = new Set<{ readonly at: number; readonly act: () => void }>();

  now(): number {
    return this.time;
  }

  elapsed(): number {
    return (this.#elapsed += this.lookMs);
  }

  after(ms: number, act: () => void): () => void {
    const timer = { at: this.time + ms, act };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  soon(act: () => void): void {
    this.#soon.push(act);
  }

  /** One turn of the loop. @returns whether there was anything to do */
  turn(): boolean {
    const work = this.#soon.splice(0);
    for (const act of work) act();
    return work.length > 0;
  }

  /** All that is to be done now. */
  settle(): void {
    while (this.turn());
  }

  /** Lets time go on, timer by timer. */
  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      this.settle();
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#elapsed += Math.max(0, next.at - this.time);
      this.time = Math.max(this.time, next.at);
      next.act();
    }
    this.#elapsed += end - this.time;
    this.time = end;
    this.settle();
  }
}

/** Where frames go that nobody has to send. */
export class FakeOutlet implements Outlet {
  readonly writes: Buffer[] = [];
  ended: { readonly code: number; readonly reason: string } | undefined;
  isCut = false;
  /** Bytes wait as long as nothing is taken. */
  isStalled = false;
  waiting = 0;
  taken = 0;

  write(bytes: Buffer): void {
    this.writes.push(bytes);
    if (this.isStalled) this.waiting += bytes.length;
    else this.taken += bytes.length;
  }

  /** The other end takes what waits. */
  take(most = Infinity): void {
    const some = Math.min(most, this.waiting);
    this.waiting -= some;
    this.taken += some;
  }

  end(code: number, reason: string): void {
    this.ended = { code, reason };
  }

  cut(): void {
    this.isCut = true;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.writes);
  }
}

/** A frame as RFC 6455, 5.2 has it. */
export interface ReadFrame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly payload: Buffer;
}

/** Reads frames as a client does. */
export function readFrames(bytes: Buffer): ReadFrame[] {
  const frames: ReadFrame[] = [];
  let at = 0;
  while (at < bytes.length) {
    const first = bytes.readUInt8(at);
    let length = bytes.readUInt8(at + 1);
    at += 2;
    if (length === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    if (length > bytes.length - at) throw new Error('The frame is longer than what is there.');
    const payload = bytes.subarray(at, at + length);
    frames.push({ opcode: first & 0x0f, isFinal: (first & 0xf0) === 0x80, payload });
    at += length;
  }
  return frames;
}

/** The events in what was written. */
export function eventsIn(outlet: FakeOutlet): WireEvent[] {
  return readFrames(outlet.bytes)
    .filter(({ opcode }) => opcode === 1)
    .map(({ payload }) => JSON.parse(payload.toString('utf8')) as WireEvent);
}

export const EVERYBODY: Pick<Principal, 'roles' | 'tenants'> = { roles: ['admin'], tenants: ['*'] };

export const EVERYTHING: EventsAsked = {
  filter: { boundary: null, tenantId: null, agentId: null, events: null },
  since: null,
};

/** An event of an agent whose name is a number. */
export function anEvent(number: number, more: Partial<SafeAIEvent> = {}): SafeAIEvent {
  return {
    id: `id-${String(number)}`,
    event: 'scan.allowed',
    timestamp: Date.UTC(2026, 0, 1),
    tenantId: 'acme',
    agentId: String(number),
    boundary: 'input',
    action: 'allow',
    rule: 'default-allow',
    decisionId: `decision-${String(number)}`,
    detail: { tool_name: null },
    ...more,
  };
}

/** A hub whose time stands still, and outlets that can be looked at. */
export function hubBed(settings: Partial<SafeAIConfig['events']> = {}) {
  const timing = new FakeTiming();
  const config = { ...parseConfig('').config.events, ...settings };
  let slow = 0;
  const hub = new EventHub({
    settings: () => config,
    names: { recordedTenants: (tenants) => tenants, recordedName: (_, name) => name },
    timing,
    random: () => 0.5,
    onSlow: () => {
      slow++;
    },
  });
  const open = (
    more: Partial<Opening> & { readonly encoding?: Encoding } = {},
  ): { readonly outlet: FakeOutlet; readonly listening: Listening } => {
    const outlet = new FakeOutlet();
    const listening = hub.open({
      principal: EVERYBODY,
      asked: EVERYTHING,
      encoding: WEBSOCKET,
      outlet,
      place: hub.take('somebody'),
      renew: () => Promise.resolve(more.principal ?? EVERYBODY),
      ...more,
    });
    return { outlet, listening };
  };
  const told = (outlet: FakeOutlet): (string | null)[] => {
    timing.settle();
    return eventsIn(outlet)
      .filter(({ event }) => event !== 'heartbeat')
      .map(({ event, agent_id }) => (event === 'stream.gap' ? event : agent_id));
  };
  return { timing, hub, open, told, config, slow: () => slow, SSE };
}

/** Whole numbers from one on, as the names of agents. */
export function numbers(from: number, until: number): string[] {
  return Array.from({ length: until - from }, (_, index) => String(from + index));
}
