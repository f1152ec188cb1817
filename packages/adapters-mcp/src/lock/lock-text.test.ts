import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatLock, LockError, parseLock } from './lock-text.ts';
import type { Pin } from './lock.ts';

const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

const pin = fc.record<Pin, 'sha256' | 'parts' | 'date' | 'accepted' | 'findings'>(
  {
    sha256: digest,
    parts: fc.dictionary(fc.string(), digest),
    date: fc.constant('2026-11-22'),
    accepted: fc.boolean(),
    findings: fc.array(fc.string()),
    approvedBy: fc.string(),
  },
  { requiredKeys: ['sha256', 'parts', 'date', 'accepted', 'findings'] },
);

const lock = fc
  .array(
    fc.tuple(
      fc.string(),
      fc.record({
        instructions: fc.option(pin),
        tools: fc.array(fc.tuple(fc.string(), pin)).map((tools) => new Map(tools)),
      }),
    ),
  )
  .map((servers) => new Map(servers));

test('what is written is read, and written again the same', () => {
  fc.assert(
    fc.property(lock, (before) => {
      const text = formatLock(before);
      expect(formatLock(parseLock(text))).toBe(text);
    }),
  );
});

test('whatever stands there, it is a lock or it is refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        parseLock(text);
      } catch (error) {
        expect(error).toBeInstanceOf(LockError);
      }
    }),
  );
});
