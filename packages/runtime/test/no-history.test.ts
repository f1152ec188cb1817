import { expect, test } from '@jest/globals';

import { NO_HISTORY } from '../src/storage/no-history.ts';

const tenants = ['*'];

test.each([
  ['query', () => NO_HISTORY.query({ tenants, limit: 1 })],
  ['tally', () => NO_HISTORY.tally({ tenants, top: 1 })],
  ['find', () => NO_HISTORY.find(tenants, 'd')],
  ['verify', () => NO_HISTORY.verify()],
] as const)('without a log there is nothing to ask: %s', async (_, ask) => {
  await expect(ask()).rejects.toMatchObject({ code: 'audit_unavailable', status: 503 });
});
