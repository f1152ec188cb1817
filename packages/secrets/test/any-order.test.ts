import { expect, test } from '@jest/globals';
import { SecretRef } from '@safeai/core';
import fc from 'fast-check';
import { FakeBackend } from './support/fake-backend.ts';
import { stage } from './support/stage.ts';

const KEY = new SecretRef('fake', 'app', 'key');
const TTL = 60_000;
const MAX_STALE = 600_000;

type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'write' | 'ok' | 'resolve' | 'current' | 'sweep' | 'invalidate' }
  | { readonly kind: 'fail'; readonly reason: 'denied' | 'unavailable' | 'missing' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('pass' as const),
    ms: fc.constantFrom(1, 999, 20_000, 60_000, 400_000, 600_000),
  }),
  fc.record({
    kind: fc.constantFrom('write' as const, 'ok' as const, 'sweep' as const, 'invalidate' as const),
  }),
  fc.record({ kind: fc.constantFrom('resolve' as const, 'current' as const) }),
  fc.record({
    kind: fc.constant('fail' as const),
    reason: fc.constantFrom('denied' as const, 'unavailable' as const, 'missing' as const),
  }),
);

/** What a backend gave, and when; undefined: that there is no such secret. */
interface Given {
  readonly value: string | undefined;
  readonly at: number;
}

test('whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const backend = new FakeBackend();
      let now = 0;
      let written = 0;
      let given: Given | undefined;
      const guarded = new Set<string>();
      const original = backend.read.bind(backend);
      backend.read = async (request) => {
        try {
          const document = await original(request);
          given = { value: String(backend.fields.key), at: now };
          return document;
        } catch (error) {
          if ((error as { reason?: string }).reason === 'missing')
            given = { value: undefined, at: now };
          throw error;
        }
      };
      const { secrets, clock, alarms, rotations } = stage({
        backends: [backend],
        ttlMs: TTL,
        maxStaleMs: MAX_STALE,
        onValues: (values) => {
          for (const { value } of values) guarded.add(value);
        },
      });
      const used: string[] = [];
      const see = (value: string | undefined): void => {
        if (value === undefined) return;
        // It is the last thing that the backend said, it is not too old, and detectors know it.
        expect(value).toBe(given?.value);
        expect(now - (given?.at ?? 0)).toBeLessThan(TTL + MAX_STALE);
        expect(guarded).toContain(value);
        if (used.at(-1) !== value) used.push(value);
      };
      for (const each of steps) {
        if (each.kind === 'pass') {
          now += each.ms;
          clock.pass(each.ms);
        } else if (each.kind === 'write') {
          backend.fields = { key: `value-number-${String(++written)}` };
        } else if (each.kind === 'ok') {
          backend.failure = undefined;
        } else if (each.kind === 'fail') {
          backend.fail(each.reason);
        } else if (each.kind === 'sweep') {
          await secrets.sweep();
        } else if (each.kind === 'invalidate') {
          secrets.invalidate(KEY);
        } else if (each.kind === 'current') {
          see(secrets.current(KEY)?.reveal());
          // What it began in the background ends.
          await secrets.resolve(KEY).catch(() => undefined);
        } else {
          const secret = await secrets.resolve(KEY).catch(() => undefined);
          see(secret?.reveal());
          const wasThere = given?.value !== undefined && now - given.at < TTL + MAX_STALE;
          expect(secret !== undefined).toBe(wasThere);
        }
      }
      // Alarms begin, and end, and do not come twice.
      alarms.forEach(({ kind }, index) => {
        expect(kind).not.toBe(alarms[index - 1]?.kind);
      });
      expect(alarms[0]?.kind).not.toBe('recovered');
      expect(rotations.length).toBeLessThanOrEqual(written);
    }),
    { numRuns: 300 },
  );
});
