import { describe, expect, test } from '@jest/globals';
import { parsePosition } from '@safeai/api';
import { SafeAIError } from '@safeai/core';
import { SSE, WEBSOCKET } from '../src/events/encoding.ts';
import {
  anEvent,
  eventsIn,
  EVERYTHING,
  hubBed,
  numbers,
  readFrames,
  type FakeOutlet,
} from './support/hub-bed.ts';

const beatsIn = (outlet: FakeOutlet) =>
  eventsIn(outlet).filter(({ event }) => event === 'heartbeat').length;
const pingsIn = (outlet: FakeOutlet) =>
  readFrames(outlet.bytes).filter(({ opcode }) => opcode === 9).length;

/** Lets promises go on that wait for nothing else. */
async function others(): Promise<void> {
  for (let count = 0; count < 20; count++) await Promise.resolve();
}

describe('events', () => {
  test('go to all in their order, in one write for each who is behind', () => {
    const { hub, open, told } = hubBed();
    const listeners = [open(), open(), open()];
    for (let number = 0; number < 10; number++) hub.publish(anEvent(number));
    for (const { outlet } of listeners) {
      expect(told(outlet)).toEqual(numbers(0, 10));
      expect(outlet.writes).toHaveLength(1);
    }
    expect(new Set(listeners.map(({ outlet }) => outlet.writes[0])).size).toBe(1);
  });

  test('are not told while the one who decides is at work', () => {
    const { hub, open } = hubBed();
    const { outlet } = open();
    hub.publish(anEvent(0));
    expect(outlet.writes).toEqual([]);
  });

  test.each([0, 125, 126, 65_535, 65_536, 70_000])('frames of %d bytes are whole', (length) => {
    const [frame, ...more] = readFrames(WEBSOCKET.frame(Buffer.alloc(length, 'a'), '1-0'));
    expect(more).toEqual([]);
    expect(frame).toEqual({ opcode: 1, isFinal: true, payload: Buffer.alloc(length, 'a') });
  });

  test('who has left hears no more, and their place is free', () => {
    const { hub, open, told, config } = hubBed({ maxSocketsPerPrincipal: 1 });
    const { outlet, listening } = open();
    expect(() => open()).toThrow(`${String(config.maxSocketsPerPrincipal)} listeners already`);
    listening.left();
    listening.left();
    hub.publish(anEvent(0));
    expect(told(outlet)).toEqual([]);
    expect(hub.size).toBe(0);
    open();
    expect(hub.size).toBe(1);
  });

  test('all places of the server, whoever has them', () => {
    const { hub } = hubBed({ maxSockets: 2 });
    const giveBack = hub.take('a');
    hub.take('b');
    expect(() => hub.take('c')).toThrow('events.max_sockets');
    giveBack();
    hub.take('c');
  });
});

describe('who comes back', () => {
  const since = (id: string) => ({ ...EVERYTHING, since: parsePosition(id) ?? null });

  test('is told what came after the last one, once each', () => {
    const { hub, open, told, timing } = hubBed();
    const first = open();
    for (let number = 0; number < 5; number++) hub.publish(anEvent(number));
    timing.settle();
    const last = eventsIn(first.outlet)[2]?.id ?? '';
    first.listening.left();
    timing.advance(1000);
    for (let number = 5; number < 700; number++) hub.publish(anEvent(number));
    expect(told(open({ asked: since(last) }).outlet)).toEqual(numbers(3, 700));
  });

  test('is told of a gap first where not all of it is remembered, and the place to go on from', () => {
    const { hub, open, told } = hubBed({ history: 10 });
    const { outlet } = open();
    hub.publish(anEvent(0));
    told(outlet);
    const id = eventsIn(outlet)[0]?.id ?? '';
    for (let number = 1; number < 11; number++) hub.publish(anEvent(number));
    expect(told(open({ asked: since(id) }).outlet)).toEqual(numbers(1, 11));
    hub.publish(anEvent(11));
    const behind = open({ asked: since(id) });
    expect(told(behind.outlet)).toEqual(['stream.gap', ...numbers(2, 12)]);
    const [gap] = eventsIn(behind.outlet);
    expect(gap).toMatchObject({
      event: 'stream.gap',
      tenant_id: null,
      rule: null,
      detail: { resync: true, reason: 'too_old', since: id },
    });
    expect(told(open({ asked: since(gap?.id ?? '') }).outlet)).toEqual(numbers(2, 12));
  });

  test('to another server, or after too long, is told of a gap', () => {
    const { hub, open, told, timing } = hubBed({ historyTtl: '1m' });
    hub.publish(anEvent(0));
    const id = `${String(timing.now())}-0`;
    expect(told(open({ asked: since('1000-0') }).outlet)).toEqual(['stream.gap', '0']);
    timing.advance(61_000);
    expect(told(open({ asked: since(id) }).outlet)).toEqual(['stream.gap']);
  });

  test('after heartbeats alone has missed nothing', () => {
    const { hub, open, told, timing } = hubBed({ historyTtl: '10s', heartbeatSeconds: 30 });
    const { outlet } = open();
    hub.publish(anEvent(0));
    timing.advance(30_000);
    const [beat] = eventsIn(outlet).filter(({ event }) => event === 'heartbeat');
    timing.advance(5_000);
    hub.publish(anEvent(1));
    expect(told(open({ asked: since(beat?.id ?? '') }).outlet)).toEqual(['1']);
  });

  test('is told at their own pace', () => {
    const { hub, open, told, timing } = hubBed({ maxQueueBytes: 70_000 });
    for (let number = 0; number < 3_000; number++) hub.publish(anEvent(number));
    const { outlet, listening } = open({ isHeld: true });
    outlet.isStalled = true;
    listening.listenTo(since(`${String(timing.now())}-0`));
    let steps = 0;
    while (told(outlet).length < 3_000) {
      expect(outlet.waiting).toBeLessThan(65_536 + 256 * 500);
      outlet.take();
      listening.drained();
      if (++steps > 100) throw new Error('It does not get on.');
    }
    expect(told(outlet)).toEqual(numbers(0, 3_000));
    expect(outlet.ended).toBeUndefined();
  });
});

describe('who does not keep up', () => {
  test('is told, cut off with 4408, and can come back to where they were', () => {
    const { hub, open, told, timing, slow } = hubBed({ maxQueueBytes: 65_536 });
    const [stalled, other] = [open(), open()];
    stalled.outlet.isStalled = true;
    for (let number = 0; number < 400; number++) {
      hub.publish(anEvent(number));
      timing.settle();
    }
    expect(told(other.outlet)).toEqual(numbers(0, 400));
    expect(stalled.outlet.ended).toMatchObject({ code: 4408 });
    expect(slow()).toBe(1);
    const heard = eventsIn(stalled.outlet);
    const gap = heard.at(-1);
    expect(gap).toMatchObject({ event: 'stream.gap', detail: { reason: 'slow', resync: false } });
    const again = open({ asked: { ...EVERYTHING, since: parsePosition(gap?.id ?? '') ?? null } });
    expect(told(again.outlet)).toEqual(numbers(heard.length - 1, 400));
    expect(stalled.outlet.waiting).toBeLessThan(65_536 + 1_000);
    expect(told(stalled.outlet)).toHaveLength(heard.length);
  });

  test('a burst larger than the queue cuts off nobody who reads', () => {
    const { hub, open, told, timing } = hubBed({ maxQueueBytes: 65_536 });
    const { outlet, listening } = open();
    outlet.isStalled = true;
    for (let number = 0; number < 1_000; number++) hub.publish(anEvent(number));
    while (timing.turn()) {
      if (outlet.waiting === 0) continue;
      outlet.take();
      listening.drained();
    }
    expect(told(outlet)).toEqual(numbers(0, 1_000));
    expect(Math.max(...outlet.writes.map(({ length }) => length))).toBeLessThan(65_536 + 1_000);
  });

  test('takes nothing for a whole heartbeat, and is cut off however little waits', () => {
    const { hub, open, timing } = hubBed();
    const { outlet, listening } = open();
    outlet.isStalled = true;
    hub.publish(anEvent(0));
    timing.advance(30_000);
    listening.heard();
    expect(outlet.ended).toBeUndefined();
    timing.advance(30_000);
    expect(outlet.ended).toMatchObject({ code: 4408 });
  });

  test('takes little at a time, and stays', () => {
    const { open, timing } = hubBed();
    const { outlet, listening } = open();
    outlet.isStalled = true;
    for (let beat = 0; beat < 10; beat++) {
      timing.advance(30_000);
      listening.heard();
      outlet.take(1);
    }
    expect(outlet.ended).toBeUndefined();
  });

  test('while what they missed is told is cut off when that is forgotten', () => {
    const { hub, open, timing } = hubBed({ history: 10 });
    for (let number = 0; number < 4_000; number++) hub.publish(anEvent(number));
    const { outlet, listening } = open({ isHeld: true });
    outlet.isStalled = true;
    outlet.waiting = 1_000_000;
    listening.listenTo({ ...EVERYTHING, since: { ms: timing.now(), order: 3_990 } });
    timing.settle();
    for (let number = 0; number < 10_000; number++) hub.publish(anEvent(number));
    timing.settle();
    expect(outlet.ended).toMatchObject({ code: 4408 });
  });

  test('but for the server, is told of the gap and goes on', () => {
    const { hub, open, told } = hubBed({ history: 10 });
    const { outlet } = open();
    for (let number = 0; number < 5_000; number++) hub.publish(anEvent(number));
    const heard = told(outlet);
    expect(heard[0]).toBe('stream.gap');
    expect(heard.slice(1)).toEqual(numbers(5_000 - (heard.length - 1), 5_000));
    expect(eventsIn(outlet)[0]?.detail).toMatchObject({ reason: 'too_many', resync: true });
    expect(outlet.ended).toBeUndefined();
  });
});

describe('heartbeats', () => {
  test('are a ping and a frame with every key, every 30 seconds', () => {
    const { open, timing } = hubBed();
    const { outlet, listening } = open();
    for (let beat = 1; beat <= 5; beat++) {
      timing.advance(29_999);
      expect(beatsIn(outlet)).toBe(beat - 1);
      timing.advance(1);
      listening.heard();
      expect([beatsIn(outlet), pingsIn(outlet)]).toEqual([beat, beat]);
    }
    expect(Object.keys(eventsIn(outlet)[0] ?? {})).toEqual(
      expect.arrayContaining([
        ...['id', 'event', 'timestamp', 'tenant_id', 'agent_id', 'boundary', 'action', 'rule'],
        ...['decision_id', 'detail'],
      ]),
    );
    expect(eventsIn(outlet)[0]).toMatchObject({
      event: 'heartbeat',
      timestamp: '2026-01-01T00:00:30.000Z',
      detail: { boundary: null, action: null, detection_type: null },
    });
  });

  test('three that nothing is heard of end the stream at the next; any word counts', () => {
    const { open, timing } = hubBed();
    const [silent, late] = [open(), open()];
    timing.advance(90_000);
    late.listening.heard();
    expect([silent.outlet.isCut, beatsIn(silent.outlet)]).toEqual([false, 3]);
    timing.advance(30_000);
    expect([silent.outlet.isCut, late.outlet.isCut]).toEqual([true, false]);
    timing.advance(60_000);
    expect(late.outlet.isCut).toBe(false);
    timing.advance(30_000);
    expect(late.outlet.isCut).toBe(true);
  });

  test('of a stream of one direction need no answer', () => {
    const { open, timing } = hubBed();
    const { outlet } = open({ encoding: SSE });
    timing.advance(30_000 * 10);
    expect([outlet.isCut, outlet.ended]).toEqual([false, undefined]);
    expect(outlet.bytes.toString('utf8').match(/"event":"heartbeat"/g)).toHaveLength(10);
  });

  test('come after what happened before them', () => {
    const { hub, open, timing } = hubBed();
    const { outlet } = open();
    timing.advance(29_990);
    hub.publish(anEvent(0));
    timing.advance(10);
    hub.publish(anEvent(1));
    timing.settle();
    expect(eventsIn(outlet).map(({ event, agent_id }) => agent_id ?? event)).toEqual([
      '0',
      'heartbeat',
      '1',
    ]);
  });

  test('end where nobody listens, and begin again', () => {
    const { open, timing } = hubBed();
    open().listening.left();
    timing.advance(29_000);
    const { outlet } = open();
    timing.advance(29_999);
    expect(beatsIn(outlet)).toBe(0);
    timing.advance(1);
    expect(beatsIn(outlet)).toBe(1);
  });
});

describe('many listeners', () => {
  test('are told in slices, whoever came first; none is left out', () => {
    const { hub, open, timing } = hubBed({ maxSockets: 9_999, maxSocketsPerPrincipal: 9_999 });
    const outlets = Array.from({ length: 1_000 }, () => open().outlet);
    timing.settle();
    // Each look at the time, one for every four of them, takes a millisecond.
    timing.lookMs = 1;
    hub.publish(anEvent(0));
    let before = 0;
    let turns = 0;
    while (timing.turn()) {
      const now = outlets.filter(({ writes }) => writes.length > 0).length;
      expect(now - before).toBeLessThanOrEqual(16);
      before = now;
      turns++;
    }
    expect(before).toBe(1_000);
    expect(turns).toBeGreaterThan(60);
  });

  test('leave most of the time to others: what comes meanwhile is told together', () => {
    const { hub, open, timing } = hubBed({ maxSockets: 9_999, maxSocketsPerPrincipal: 9_999 });
    const outlets = Array.from({ length: 200 }, () => open().outlet);
    timing.settle();
    timing.lookMs = 0.1;
    hub.publish(anEvent(0));
    timing.settle();
    for (let number = 1; number <= 5; number++) {
      hub.publish(anEvent(number));
      timing.settle();
    }
    expect(outlets.map(({ writes }) => writes.length)).toEqual(outlets.map(() => 1));
    timing.advance(50);
    for (const outlet of outlets) {
      expect(eventsIn(outlet).map(({ agent_id }) => agent_id)).toEqual(numbers(0, 6));
      expect(outlet.writes).toHaveLength(2);
    }
  });

  test('of whom one cannot be served are served all the same', () => {
    const { hub, open, told } = hubBed();
    const [bad, good] = [open(), open()];
    bad.outlet.write = () => {
      throw new Error('broken');
    };
    hub.publish(anEvent(0));
    expect(told(good.outlet)).toEqual(['0']);
    expect(bad.outlet.isCut).toBe(true);
  });
});

describe('who may no longer listen', () => {
  const refusal = (code: 'unauthenticated' | 'forbidden' | 'state_unavailable') => () =>
    Promise.reject(new SafeAIError(code, 'No.'));

  test.each([
    ['unauthenticated', 4401],
    ['forbidden', 4403],
    ['state_unavailable', 1013],
  ] as const)('is %s: the stream ends with %d at the next heartbeat', async (code, closed) => {
    const { open, timing } = hubBed();
    const [other, gone] = [open(), open({ renew: refusal(code) })];
    timing.advance(30_000);
    await others();
    expect(gone.outlet.ended).toMatchObject({ code: closed });
    expect(other.outlet.ended).toBeUndefined();
  });

  test.each(['policy.reloaded', 'key.revoked'])('is asked at once at %s', async (event) => {
    const { hub, open } = hubBed();
    const { outlet } = open({ renew: refusal('unauthenticated') });
    hub.publish(anEvent(0, { event }));
    await others();
    expect(outlet.ended).toMatchObject({ code: 4401 });
  });

  test('to all of it has to connect again', async () => {
    const { open, timing } = hubBed();
    const fewer = { roles: ['viewer'], tenants: ['*'] } as const;
    const { outlet } = open({ renew: () => Promise.resolve(fewer) });
    timing.advance(30_000);
    await others();
    expect(outlet.ended).toMatchObject({ code: 4403 });
  });
});

describe('the end', () => {
  test('is told to all with when to come back, and waits until they are gone', async () => {
    const { hub, open, timing } = hubBed();
    const listeners = [open(), open()];
    const closed = hub.close();
    await others();
    for (const { outlet, listening } of listeners) {
      expect(outlet.ended).toEqual({ code: 1001, reason: 'retry_after_ms=2750' });
      listening.left();
    }
    await closed;
    expect(() => hub.take('late')).toThrow('stopping');
    timing.advance(60_000);
  });

  test('does not wait for who does not go', async () => {
    const { hub, open, timing } = hubBed();
    const { outlet, listening } = open();
    outlet.cut = () => {
      listening.left();
    };
    const closed = hub.close();
    await others();
    timing.advance(1_000);
    await closed;
    expect(hub.size).toBe(0);
  });

  test('of a hub without listeners is at once', async () => {
    const { hub } = hubBed();
    await hub.close();
    hub.publish(anEvent(0));
  });
});
