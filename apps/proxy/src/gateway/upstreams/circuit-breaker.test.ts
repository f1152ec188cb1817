import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CircuitBreaker, type Permit } from './circuit-breaker.ts';

function breaker(failures = 2) {
  const clock = { now: 0 };
  return { clock, it: new CircuitBreaker({ failures, openMs: 100 }, () => clock.now) };
}

test('failures that an answer came between are not in a row', () => {
  const { it } = breaker();
  it.enter()?.fail();
  it.enter()?.succeed();
  it.enter()?.fail();
  expect(it.state).toBe('closed');
});

test('a failure does not count where something was answered since its attempt began', () => {
  const { it } = breaker(1);
  const slow = it.enter();
  it.enter()?.succeed();
  slow?.fail();
  expect(it.state).toBe('closed');
});

test('attempts that began before the rest do not make it longer', () => {
  const { it, clock } = breaker(1);
  const late = it.enter();
  it.enter()?.fail();
  clock.now = 90;
  late?.fail();
  clock.now = 100;
  expect(it.state).toBe('half_open');
});

test('a probe that learns nothing gives its place to another', () => {
  const { it, clock } = breaker(1);
  it.enter()?.fail();
  clock.now = 100;
  const probe = it.enter();
  expect(it.enter()).toBeUndefined();
  probe?.release();
  probe?.fail();
  expect(it.enter()).toBeDefined();
});

test('0 failures begin no rest', () => {
  const { it } = breaker(0);
  for (let count = 0; count < 100; count++) it.enter()?.fail();
  expect(it.state).toBe('closed');
});

test('whatever happens: nothing enters during a rest, one at most after it, and an answer ends it', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('enter' as const) }),
    fc.record({
      do: fc.constantFrom('succeed' as const, 'fail' as const, 'release' as const),
      at: fc.nat(9),
    }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 120 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { it, clock } = breaker(3);
      const permits: { permit: Permit; probe: boolean }[] = [];
      for (const next of steps) {
        if (next.do === 'pass') {
          clock.now += next.ms;
        } else if (next.do === 'enter') {
          const { state } = it;
          const permit = it.enter();
          const probing = permits.some(({ probe }) => probe);
          const admits = state === 'closed' || (state === 'half_open' && !probing);
          expect(permit !== undefined).toBe(admits);
          if (permit !== undefined) permits.push({ permit, probe: state === 'half_open' });
        } else {
          const [taken] = permits.splice(next.at % Math.max(permits.length, 1), 1);
          taken?.permit[next.do]();
          if (taken !== undefined && next.do === 'succeed') expect(it.state).toBe('closed');
          expect(it.restMs).toBeLessThanOrEqual(100);
        }
      }
    }),
  );
});
