import { expect, test } from '@jest/globals';
import type { EventPosition } from '@safeai/api';
import type { SafeAIEvent } from '@safeai/core';
import fc from 'fast-check';
import { EventLog } from './event-log.ts';

const event = (id: string) => ({ id, detail: {} }) as unknown as SafeAIEvent;
const idsFrom = (log: EventLog, from: number): string[] =>
  Array.from({ length: log.next - from }, (_, index) => log.at(from + index)?.event.id ?? '?');
const isAfter = (a: EventPosition, b: EventPosition) =>
  a.ms > b.ms || (a.ms === b.ms && a.order > b.order);

test('positions go up, whatever the clock does', () => {
  let now = 1000;
  const log = new EventLog(
    () => ({ history: 10, ttlMs: 60_000 }),
    () => now,
  );
  for (const time of [1000, 1000, 1001, 990, 1001, 1005]) {
    now = time;
    log.append(event('x'));
  }
  const positions = [0, 1, 2, 3, 4, 5].map((number) => log.at(number)?.position);
  expect(positions).toEqual([
    { ms: 1000, order: 1 },
    { ms: 1000, order: 2 },
    { ms: 1001, order: 0 },
    { ms: 1001, order: 1 },
    { ms: 1001, order: 2 },
    { ms: 1005, order: 0 },
  ]);
});

test('who comes back is told all that is remembered after their place, and whether that is all there was', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ append: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: -500, max: 30_000 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ ask: fc.nat(1000), order: fc.integer({ min: -1, max: 9 }) }),
    },
  );
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.record({ history: fc.nat(6), ttlMs: fc.integer({ min: 1, max: 60_000 }) }),
      (steps, bounds) => {
        let now = 1_000_000;
        const start = now;
        const log = new EventLog(
          () => bounds,
          () => now,
        );
        const all: { readonly id: string; readonly position: EventPosition }[] = [];
        for (const each of steps) {
          if ('wait' in each) now += each.wait;
          else if ('append' in each) {
            for (let count = 0; count <= each.append; count++) {
              const id = String(all.length);
              log.append(event(id));
              const position = log.at(log.next - 1)?.position;
              if (position !== undefined) all.push({ id, position });
            }
          } else {
            // Any place near those that there are.
            const near = all[each.ask % (all.length + 1)]?.position.ms ?? start + each.ask - 500;
            const place = { ms: near, order: each.order };
            const { from, isComplete } = log.after(place);
            const young = all.findIndex(({ position }) => position.ms >= now - bounds.ttlMs);
            const oldest = Math.max(young === -1 ? all.length : young, all.length - bounds.history);
            const kept = all.filter(
              ({ position }, index) => index >= oldest && isAfter(position, place),
            );
            expect(idsFrom(log, from)).toEqual(kept.map(({ id }) => id));
            const missed = all.filter(
              ({ position }, index) => index < oldest && isAfter(position, place),
            );
            const isKnown = !isAfter({ ms: start, order: 0 }, place);
            expect(isComplete).toBe(isKnown && missed.length === 0);
          }
        }
      },
    ),
  );
});

test('where somebody stands tells nothing of when others had their last event', () => {
  let now = 1000;
  const log = new EventLog(
    () => ({ history: 10, ttlMs: 60_000 }),
    () => now,
  );
  log.append(event('theirs'));
  now = 5000;
  const place = log.positionBefore(log.next);
  expect(place).toEqual({ ms: 5000, order: 0 });
  log.append(event('next'));
  expect(idsFrom(log, log.after(place).from)).toEqual(['next']);
});

test('a flood is forgotten, and the rest is still in its place', () => {
  const log = new EventLog(
    () => ({ history: 5_000, ttlMs: 60_000 }),
    () => 1000,
  );
  for (let number = 0; number < 30_000; number++) log.append(event(String(number)));
  expect([log.first, log.next]).toEqual([25_000, 30_000]);
  expect(log.at(24_999)).toBeUndefined();
  expect(log.at(25_000)?.event.id).toBe('25000');
  expect(log.at(29_999)?.event.id).toBe('29999');
  expect(log.at(30_000)).toBeUndefined();
});
