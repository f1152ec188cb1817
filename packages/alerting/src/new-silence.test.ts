import { expect, test } from '@jest/globals';
import { MAX_SILENCE_MS, newSilence } from './new-silence.ts';

const REQUEST = { reason: 'a test', setBy: 'admin', forMs: 1000 };

test('a silence begins now and is about what it says', () => {
  const { id, ...silence } = newSilence({ ...REQUEST, rule: 'x*' }, 5);
  expect(id).toMatch(/^si-[0-9a-f]{24}$/);
  expect(silence).toEqual({
    ...{ tenantId: null, rule: 'x*', event: null, agentId: null },
    ...{ reason: 'a test', setBy: 'admin', createdAt: 5, until: 1005 },
  });
});

test.each([
  [{ forMs: 0 }, /30 days/],
  [{ forMs: MAX_SILENCE_MS + 1 }, /30 days/],
  [{ forMs: NaN }, /30 days/],
  [{ reason: 'x'.repeat(501) }, /500/],
  [{ rule: '' }, /256/],
  [{ agentId: 'x'.repeat(257) }, /256/],
])('%j is refused', (given, message) => {
  expect(() => newSilence({ ...REQUEST, ...given }, 0)).toThrow(message);
});
