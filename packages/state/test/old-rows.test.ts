import { expect, test } from '@jest/globals';
import { apiKeyOf, approvalOf, capabilityOf, operationOf } from '../src/contract/index.ts';
import { agingState } from './aging-state.ts';
import { useFolders } from './state-folder.ts';

const DAY = 24 * 3_600_000;
const ROWS = 1100;
const folders = useFolders();

test('what is over for 90 days is forgotten when the files are opened, all of it', async () => {
  const { open, openAt } = agingState(folders);
  const first = await open();
  const end = approvalOf().expiresAt;
  const caps = { perAgent: 1e9, perTenant: 1e9 };
  const recent = { requestId: 'ar-recent', expiresAt: end + DAY };
  await first.approvals.open(approvalOf(recent), caps);
  await first.capabilities.add(capabilityOf({ id: 'cap-recent', expiresAt: end + DAY }));
  await first.apiKeys.add(apiKeyOf({ id: 'key-recent', expiresAt: end + DAY }));
  await first.apiKeys.add(apiKeyOf({ id: 'key-endless', expiresAt: null }));
  await first.operations.begin(operationOf({ operationId: 'recent', startedAt: end + DAY }));
  await Promise.all(
    Array.from({ length: ROWS }, async (_, number) => {
      const name = String(number);
      await first.approvals.open(approvalOf({ requestId: `ar-${name}`, createdAt: number }), caps);
      await first.capabilities.add(capabilityOf({ id: `cap-${name}` }));
      const revokedAt = number % 2 === 0 ? end : null;
      const expiresAt = revokedAt === null ? end : null;
      await first.apiKeys.add(apiKeyOf({ id: `key-${name}`, expiresAt, revokedAt }));
      await first.operations.begin(operationOf({ operationId: name, decisionId: name }));
      const report = {
        tenantId: 'acme',
        decisionId: name,
        at: number,
        outcome: 'unknown',
      } as const;
      await first.operations.report(report);
    }),
  );
  await first.close();

  const unchanged = await openAt(end + 90 * DAY);
  expect((await unchanged.approvals.get(['*'], 'ar-7'))?.requestId).toBe('ar-7');
  expect((await unchanged.capabilities.list(['*'], ROWS * 2)).length).toBe(ROWS + 1);
  expect((await unchanged.apiKeys.list(['acme'], ROWS * 2)).length).toBe(ROWS + 2);
  await unchanged.close();

  const later = await openAt(end + 90 * DAY + 1);
  const left = await later.approvals.list({ tenants: ['*'], limit: ROWS });
  expect(left.map(({ requestId }) => requestId)).toEqual(['ar-recent']);
  expect((await later.capabilities.list(['*'], ROWS)).map(({ id }) => id)).toEqual(['cap-recent']);
  const keys = await later.apiKeys.list(['acme'], ROWS);
  expect(keys.map(({ id }) => id)).toEqual(['key-recent', 'key-endless']);
  expect((await later.operations.get('acme', 'recent'))?.operationId).toBe('recent');
  expect(await later.operations.get('acme', '7')).toBe(undefined);
  const report = { tenantId: 'acme', decisionId: '7', at: 1, outcome: 'unknown' } as const;
  expect((await later.operations.report(report)).result).toBe('settled');
}, 30_000);
