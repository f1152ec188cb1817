import { afterEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import {
  EventSubscription,
  HttpRoutes,
  type EventSocket,
  type EventSocketClass,
  type EventsOptions,
  type WireEvent,
} from '../src/index.ts';
import { json, problem, scriptedFetch, type Reply } from './scripted-fetch.ts';

test('the class of the package ws serves', () => {
  const given: EventSocketClass = WebSocket;
  expect(given).toBe(WebSocket);
});

/** Time that goes on when a test says so. */
class HandTiming {
  time = 0;
  timers = new Set<{ readonly at: number; readonly act: () => void }>();

  now(): number {
    return this.time;
  }

  after(ms: number, act: () => void): () => void {
    const timer = { at: this.time + ms, act };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Milliseconds until the next timer. */
  next(): number {
    return Math.min(...[...this.timers].map(({ at }) => at)) - this.time;
  }

  async advance(ms: number): Promise<void> {
    this.time += ms;
    for (const timer of [...this.timers].filter(({ at }) => at <= this.time)) {
      this.timers.delete(timer);
      timer.act();
    }
    await settled();
  }
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** The sockets that were opened. */
interface Bed {
  readonly sockets: FakeSocket[];
  readonly timing: HandTiming;
  readonly events: EventSubscription;
  readonly states: string[];
  readonly errors: (Error | null)[];
  readonly asked: { readonly url: string }[];
}

interface FakeSocket extends EventSocket {
  readonly url: string;
  readonly options: { readonly headers: Readonly<Record<string, string>> } | undefined;
  readonly sent: unknown[];
  isClosed: boolean;
  hear(event: string, id: string, more?: Partial<WireEvent>): void;
}

const subscriptions: EventSubscription[] = [];

afterEach(() => {
  for (const events of subscriptions.splice(0)) events.close();
});

async function bed(options: EventsOptions = {}, replies: Reply[] = []): Promise<Bed> {
  const sockets: FakeSocket[] = [];
  const timing = new HandTiming();
  const webSocket = class implements FakeSocket {
    onopen: ((event: never) => void) | null = null;
    onmessage: ((event: never) => void) | null = null;
    onclose: ((event: never) => void) | null = null;
    onerror: ((event: never) => void) | null = null;
    readonly sent: unknown[] = [];
    readonly url: string;
    readonly options: FakeSocket['options'];
    isClosed = false;

    constructor(url: string, given?: FakeSocket['options']) {
      this.url = url;
      this.options = given;
      sockets.push(this);
    }

    send(text: string): void {
      this.sent.push(JSON.parse(text));
    }

    close(): void {
      this.isClosed = true;
    }

    hear(event: string, id: string, more: Partial<WireEvent> = {}): void {
      this.onmessage?.({ data: JSON.stringify({ event, id, ...more }) } as never);
    }
  };
  const { fetch, asked } = scriptedFetch(...replies);
  const routes = new HttpRoutes({ url: 'https://example.com/s', key: 'k', fetch, retries: 0 });
  const states: string[] = [];
  const errors: (Error | null)[] = [];
  const events = new EventSubscription(routes, {
    ...{ webSocket, timing, random: () => 1 },
    onState: (state, error) => {
      states.push(state);
      errors.push(error);
    },
    ...options,
  });
  subscriptions.push(events);
  await settled();
  return { sockets, timing, events, states, errors, asked };
}

function latest({ sockets }: Bed): FakeSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('No socket was opened.');
  return socket;
}

function opened(one: Bed): FakeSocket {
  const socket = latest(one);
  socket.onopen?.(undefined as never);
  return socket;
}

async function closed(socket: FakeSocket, code: number, reason = ''): Promise<void> {
  socket.onclose?.({ code, reason } as never);
  await settled();
}

test('a socket is opened with the key, and told what is wanted', async () => {
  const one = await bed({ boundary: 'input', tenantId: 'acme', events: ['scan.*'], since: '5-0' });
  const socket = opened(one);
  expect(socket).toMatchObject({
    url: 'wss://example.com/s/v1/ws/events',
    options: { headers: { 'x-safeai-key': 'k' } },
    sent: [{ boundary: 'input', tenant_id: 'acme', events: ['scan.*'], since: '5-0' }],
  });
});

test('a ticket takes the place of the key', async () => {
  const one = await bed({ ticket: true }, [json({ ticket: 'tk-a/b', expires_at: '' })]);
  expect(one.asked).toHaveLength(1);
  expect(opened(one)).toMatchObject({
    url: 'wss://example.com/s/v1/ws/events?ticket=tk-a%2Fb',
    options: { headers: {} },
  });
});

describe('coming back', () => {
  test('goes on after the last frame, heartbeats included, and tells nothing twice', async () => {
    const heard: string[] = [];
    const one = await bed({ onEvent: ({ id }) => heard.push(id) });
    const first = opened(one);
    first.hear('scan.allowed', '1-0');
    first.hear('heartbeat', '2-0');
    await closed(first, 1006);
    await one.timing.advance(500);
    const second = opened(one);
    expect(second.sent).toEqual([{ since: '2-0' }]);
    second.hear('scan.allowed', '1-0');
    second.hear('scan.allowed', '3-0');
    expect(heard).toEqual(['1-0', '3-0']);
    expect(one.states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  test('without a frame to go on after, tells a gap', async () => {
    const gaps: WireEvent[] = [];
    const one = await bed({ onGap: (gap) => gaps.push(gap) });
    await closed(opened(one), 1006);
    await one.timing.advance(500);
    opened(one);
    expect(gaps).toMatchObject([{ event: 'stream.gap', detail: { resync: true } }]);
  });

  test('takes longer each time, and is quick again after a long connection', async () => {
    const one = await bed();
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) {
      await closed(opened(one), 1006);
      waits.push(one.timing.next());
      await one.timing.advance(one.timing.next());
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    const socket = opened(one);
    one.timing.time += 60_000;
    await closed(socket, 1006);
    expect(one.timing.next()).toBe(500);
  });

  test('when the server that stops says so', async () => {
    const one = await bed();
    await closed(opened(one), 1001, 'shutting down; retry_after_ms=2750');
    expect(one.timing.next()).toBe(2750);
  });

  test('a server that is silent is taken to be gone', async () => {
    const one = await bed({ silenceMs: 1000 });
    const socket = opened(one);
    await one.timing.advance(900);
    socket.hear('heartbeat', '1-0');
    await one.timing.advance(900);
    expect(one.events.state).toBe('open');
    await one.timing.advance(100);
    expect(one.events.state).toBe('waiting');
    expect(socket.isClosed).toBe(true);
    expect(one.errors.at(-1)?.message).toContain('nothing came for too long');
  });

  test.each([
    ['no JSON', '<html>'],
    ['no object', 'null'],
    ['an event without an id', '{"event":"scan.blocked"}'],
    ['larger than events are', `{"id":"1","event":"scan.blocked","rule":"${'x'.repeat(300_000)}"}`],
    ['an id that is larger than ids are', `{"id":"${'1'.repeat(300)}","event":"scan.blocked"}`],
  ])('what is %s ends the connection', async (_, data) => {
    const one = await bed();
    const socket = opened(one);
    socket.onmessage?.({ data } as never);
    await settled();
    expect([one.events.state, one.events.lastId]).toEqual(['waiting', null]);
  });

  test('a socket that does not open: why is asked without one', async () => {
    const one = await bed({}, [problem('upgrade_required', 426), problem('forbidden', 403)]);
    await closed(latest(one), 1006);
    expect(one.events.state).toBe('waiting');
    await one.timing.advance(500);
    await closed(latest(one), 1006);
    expect(one.events.state).toBe('closed');
    expect(one.errors.at(-1)).toMatchObject({ code: 'forbidden' });
  });

  test('a socket that takes too long to open is left', async () => {
    const one = await bed({}, [problem('upgrade_required', 426)]);
    await one.timing.advance(10_000);
    expect(one.events.state).toBe('waiting');
    expect(one.sockets[0]?.isClosed).toBe(true);
  });
});

test.each([
  [1009, 'payload_too_large'],
  [4400, 'invalid_request'],
  [4401, 'unauthenticated'],
  [4403, 'forbidden'],
])('closed with %i there is no coming back', async (code, name) => {
  const one = await bed();
  await closed(opened(one), code, 'because');
  expect(one.events.state).toBe('closed');
  await expect(one.events[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: name });
});

describe('a loop', () => {
  test('that is too slow is told a gap in the place of what it lost', async () => {
    const one = await bed({ maxQueue: 2 });
    const loop = one.events[Symbol.asyncIterator]();
    const socket = opened(one);
    for (let id = 1; id <= 5; id++) socket.hear('scan.allowed', `${String(id)}-0`);
    one.events.close();
    const ids: string[] = [];
    for (let next = await loop.next(); next.done !== true; next = await loop.next()) {
      ids.push(next.value.event === 'stream.gap' ? 'gap' : next.value.id);
    }
    expect(ids).toEqual(['gap', '5-0']);
  });

  test('hears everything beside another one', async () => {
    const one = await bed();
    const loops = [one.events[Symbol.asyncIterator](), one.events[Symbol.asyncIterator]()];
    opened(one).hear('scan.allowed', '1-0');
    for (const loop of loops) expect(await loop.next()).toMatchObject({ value: { id: '1-0' } });
  });
});

test('another filter is sent at once, and again after coming back', async () => {
  const one = await bed({ agentId: 'a' });
  const socket = opened(one);
  socket.hear('scan.allowed', '7-0');
  one.events.replaceFilter({ agentId: 'b' });
  expect(socket.sent).toEqual([{ agent_id: 'a' }, { agent_id: 'b' }]);
  await closed(socket, 1006);
  await one.timing.advance(500);
  expect(opened(one).sent).toEqual([{ agent_id: 'b', since: '7-0' }]);
});

test('a callback that throws ends it, with what it threw', async () => {
  const one = await bed({
    onEvent: () => {
      throw new Error('full disk');
    },
  });
  opened(one).hear('scan.allowed', '1-0');
  expect(one.events.state).toBe('closed');
  await expect(one.events[Symbol.asyncIterator]().next()).rejects.toThrow('full disk');
});

test('a signal ends it, and nothing is left waiting', async () => {
  const leaving = new AbortController();
  const one = await bed({ signal: leaving.signal });
  const socket = opened(one);
  leaving.abort();
  await settled();
  expect(one.events.state).toBe('closed');
  expect(socket.isClosed).toBe(true);
  expect(one.timing.timers.size).toBe(0);
});
