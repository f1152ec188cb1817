import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ServerClock } from './server-clock.ts';

const EPOCH = Date.UTC(2026, 0, 15, 10);

describe('the server clock', () => {
  test('knows nothing before the first answer, and nothing of what is no time', () => {
    const clock = new ServerClock(() => 5);
    expect(clock.now()).toBeNull();
    clock.learn('soon');
    expect(clock.now()).toBeNull();
  });

  test('goes on from the answer', () => {
    let at = 1000;
    const clock = new ServerClock(() => at);
    clock.learn(new Date(EPOCH).toISOString());
    at += 4_500;
    expect(clock.now()).toBe(EPOCH + 4_500);
    clock.learn(new Date(EPOCH + 3_000).toISOString(), 1_600);
    expect(clock.now()).toBe(EPOCH + 4_600);
  });

  test('follows a server whose clock was set back', () => {
    const clock = new ServerClock(() => 0);
    clock.learn(new Date(EPOCH).toISOString());
    clock.learn(new Date(EPOCH - 3_600_000).toISOString());
    expect(clock.now()).toBe(EPOCH - 3_600_000);
  });

  test('is never ahead of the server, and behind it by the fastest answer at most', () => {
    const answers = fc.array(fc.record({ gap: fc.nat(60_000), way: fc.nat(4_000) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(answers, fc.nat(1_000_000), (all, start) => {
        let at = start;
        const clock = new ServerClock(() => at);
        for (const { gap, way } of all) {
          const told = EPOCH + (at - start) + gap;
          at += gap + way;
          clock.learn(new Date(told).toISOString());
        }
        const behind = EPOCH + (at - start) - (clock.now() ?? 0);
        expect(behind).toBeCloseTo(Math.min(...all.map(({ way }) => way)), 3);
      }),
    );
  });
});
