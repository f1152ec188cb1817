import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { WireEvent } from '@safeai/api';
import type { Runtime } from '@safeai/runtime';
import { anEvent, numbers } from './support/hub-bed.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { listen } from './support/listener.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

let runtime: Runtime;
let server: TestServer;
const streams: IncomingMessage[] = [];

beforeEach(async () => {
  runtime = await realRuntime();
  server = await startServer(runtime);
});

afterEach(() => {
  for (const stream of streams.splice(0)) stream.destroy();
});

/** An event source, as browsers read one. */
async function openStream(path = '/v1/events/stream', headers: Record<string, string> = {}) {
  const outgoing = request(server.url + path, { headers, agent: false }).end();
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  streams.push(incoming);
  let text = '';
  let wake: (() => void) | undefined;
  incoming.setEncoding('utf8');
  incoming.on('data', (chunk: string) => {
    text += chunk;
    wake?.();
  });
  incoming.on('error', () => undefined);
  incoming.on('close', () => wake?.());
  const blocks = () => text.split('\n\n').slice(0, -1);
  let taken = 0;
  return {
    incoming,
    text: () => text,
    next: async (): Promise<{ id: string; event: WireEvent }> => {
      for (;;) {
        const block = blocks()[taken];
        if (block !== undefined) {
          taken++;
          const [, id = '', data = ''] = /^id: (.*)\ndata: (.*)$/.exec(block) ?? [];
          return { id, event: JSON.parse(data) as WireEvent };
        }
        if (incoming.destroyed) throw new Error('The stream has ended.');
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

const scan = (agent: string) =>
  server.send('/v1/scan/input', { body: { text: 'hello', agent_id: agent } });

describe('server-sent events', () => {
  test('are the same events, each with its id, and never cached', async () => {
    const { incoming, next } = await openStream();
    expect(incoming.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.anything(),
    });
    const socket = await listen(server.url, '/v1/events');
    await scan('bot');
    const { id, event } = await next();
    expect(event).toEqual(await socket.next());
    expect(id).toBe(event.id);
  });

  test('go on after Last-Event-ID, whatever the address says', async () => {
    const first = await openStream();
    for (const agent of ['one', 'two', 'three']) await scan(agent);
    const [one, two] = [await first.next(), await first.next()];
    const again = await openStream(`/v1/events/stream?since=${one.id}`, {
      'last-event-id': two.id,
    });
    expect((await again.next()).event).toMatchObject({ agent_id: 'three' });
    const told = await openStream(`/v1/events/stream?since=${one.id}`);
    expect((await told.next()).event).toMatchObject({ agent_id: 'two' });
    const old = await openStream('/v1/events/stream', { 'last-event-id': '1000-0' });
    expect((await old.next()).event).toMatchObject({ event: 'stream.gap' });
    expect((await old.next()).event).toMatchObject({ agent_id: 'one' });
  });

  test('are those that the address asks for', async () => {
    const { next } = await openStream('/v1/events/stream?boundary=output&events=guard.*');
    await scan('bot');
    await server.send('/v1/guard/output', { body: { text: 'hello' } });
    expect((await next()).event).toMatchObject({ event: 'guard.allowed' });
  });

  test('of a HEAD request are none', async () => {
    const answer = await server.send('/v1/events/stream', { method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  test('end with their listener', async () => {
    const { incoming } = await openStream();
    expect(await gauge(1)).toBe(true);
    incoming.destroy();
    expect(await gauge(0)).toBe(true);
  });
});

/** Whether so many streams are open, in a while. */
async function gauge(wanted: number): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    const { text } = await server.send('/v1/metrics');
    if (text.includes(`safeai_event_listeners ${String(wanted)}\n`)) return true;
  }
  return false;
}

describe('the end of the server', () => {
  test('is told to all streams, with when to come back', async () => {
    const [socket, stream] = [await listen(server.url, '/v1/events'), await openStream()];
    const ended = once(stream.incoming, 'close');
    await server.server.close();
    const { code, reason } = await socket.ended;
    expect([code, reason]).toEqual([1001, expect.stringMatching(/^retry_after_ms=\d+$/)]);
    await ended;
    expect(stream.text()).toMatch(/^retry: \d+\n: retry_after_ms=\d+\n\n$/m);
  });

  test('does not wait for a socket that never answers', async () => {
    const { hostname, port } = new URL(server.url);
    const silent = connect(Number(port), hostname);
    silent.write(
      'GET /v1/events HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    await once(silent, 'data');
    silent.pause();
    const gone = once(silent, 'close');
    await server.server.close();
    silent.resume();
    silent.end();
    await gone;
  });
});

describe('one who does not read', () => {
  test('is cut off, while the others hear everything', async () => {
    const fake = fakeRuntime('events: { max_queue_bytes: 65536 }');
    const own = await startServer(fake);
    const others = [await listen(own.url, '/v1/events'), await listen(own.url, '/v1/events')];
    const stalled = await listen(own.url, '/v1/events');
    stalled.ws.pause();
    const last = 60_000;
    let told = 0;
    // What the system itself keeps for a connection is not small.
    const detail = { note: 'x'.repeat(400) };
    const metrics = async () => (await own.send('/v1/metrics')).text;
    while (told < last) {
      for (let count = 0; count < 500; count++) fake.tell(anEvent(told++, { detail }));
      await Promise.all(
        others.map((other) => other.until(({ agent_id }) => agent_id === String(told - 1))),
      );
      if (told % 2_000 === 0 && (await metrics()).includes('listeners_slow_total 1')) break;
    }
    expect(await metrics()).toContain('safeai_event_listeners_slow_total 1');
    for (const { frames } of others) {
      expect(frames.map(({ agent_id }) => agent_id)).toEqual(numbers(0, told));
    }
    stalled.ws.resume();
    const { code } = await stalled.ended;
    const heard = stalled.frames;
    // Cut off at once where it answers nothing for long.
    expect([1006, 4408]).toContain(code);
    if (code === 4408) {
      expect(heard.at(-1)).toMatchObject({ event: 'stream.gap', detail: { reason: 'slow' } });
      expect(heard.slice(0, -1).map(({ agent_id }) => agent_id)).toEqual(
        numbers(0, heard.length - 1),
      );
    }
  }, 60_000);
});
