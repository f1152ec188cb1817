import type { ApprovalStore } from '@safeai/core';
import { approvalOf, MADE_AT } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

const CAPS = { perAgent: 1000, perTenant: 1000 };

/** Looking approval requests up. */
export function approvalQueriesContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    const { approvals } = await factory.make(clock);
    return { clock, approvals };
  };
  const open = (approvals: ApprovalStore, ...given: Parameters<typeof approvalOf>[0][]) =>
    Promise.all(given.map((one) => approvals.open(approvalOf(one), CAPS)));
  const ids = async (found: ReturnType<ApprovalStore['list']>): Promise<readonly string[]> =>
    (await found).map(({ requestId }) => requestId);

  describe('looking approval requests up', () => {
    test('shows a request to its own tenant and to who may see all', async () => {
      const { approvals } = await setUp();
      const { requestId } = approvalOf();
      await open(approvals, {});
      for (const tenants of [['acme'], ['*'], ['other', 'acme']]) {
        expect((await approvals.get(tenants, requestId))?.requestId).toBe(requestId);
        expect(await ids(approvals.list({ tenants, limit: 10 }))).toEqual([requestId]);
      }
      for (const tenants of [['other'], [], ['ACME'], ['acme%'], ['']]) {
        expect(await approvals.get(tenants, requestId)).toBe(undefined);
        expect(await approvals.list({ tenants, limit: 10 })).toEqual([]);
      }
      expect(await approvals.get(['*'], 'ar-unknown')).toBe(undefined);
    });

    test('lists the newest first, ids deciding between equals', async () => {
      const { approvals } = await setUp();
      await open(
        approvals,
        { requestId: 'ar-b', createdAt: MADE_AT + 1 },
        { requestId: 'ar-a', createdAt: MADE_AT + 1 },
        { requestId: 'ar-c', createdAt: MADE_AT + 2 },
        { requestId: 'ar-d', createdAt: MADE_AT },
      );
      const all = { tenants: ['*'], limit: 10 };
      expect(await ids(approvals.list(all))).toEqual(['ar-c', 'ar-b', 'ar-a', 'ar-d']);
    });

    test('gives each request once, page by page', async () => {
      const { approvals } = await setUp();
      const given = Array.from({ length: 23 }, (_, number) => ({
        requestId: `ar-${String(number).padStart(2, '0')}`,
        createdAt: MADE_AT + Math.floor(number / 4),
      }));
      await open(approvals, ...given);
      const seen: string[] = [];
      let before: { createdAt: number; requestId: string } | undefined;
      do {
        const page = await approvals.list({
          tenants: ['acme'],
          limit: 5,
          ...(before === undefined ? {} : { before }),
        });
        seen.push(...page.map(({ requestId }) => requestId));
        before = page.length < 5 ? undefined : page.at(-1);
      } while (before !== undefined);
      expect(seen).toEqual(given.map(({ requestId }) => requestId).reverse());
    });

    test('filters by agent and tool, exactly', async () => {
      const { approvals } = await setUp();
      await open(
        approvals,
        { requestId: 'ar-1' },
        { requestId: 'ar-2', agentId: 'support' },
        { requestId: 'ar-3', agentId: 'support', toolName: 'mail.send' },
      );
      const list = (filter: { agentId?: string; toolName?: string }) =>
        ids(approvals.list({ tenants: ['acme'], limit: 10, ...filter }));
      expect(await list({ agentId: 'support' })).toEqual(['ar-3', 'ar-2']);
      expect(await list({ toolName: 'payments.refund' })).toEqual(['ar-2', 'ar-1']);
      expect(await list({ agentId: 'support', toolName: 'mail.send' })).toEqual(['ar-3']);
      expect(await list({ agentId: 'supp%' })).toEqual([]);
    });

    test('judges a status at the time of asking', async () => {
      const { approvals, clock } = await setUp();
      const statuses = ['approved', 'denied', 'cancelled', 'consumed', 'expired'] as const;
      await open(
        approvals,
        { requestId: 'ar-pending' },
        ...statuses.map((status) => ({ requestId: `ar-${status}`, status })),
      );
      const list = (status: (typeof statuses)[number] | 'pending') =>
        ids(approvals.list({ tenants: ['acme'], status, limit: 10 }));
      clock.time = approvalOf().expiresAt - 1;
      expect(await list('pending')).toEqual(['ar-pending']);
      for (const status of statuses) expect(await list(status)).toEqual([`ar-${status}`]);
      clock.time++;
      expect(await list('pending')).toEqual([]);
      expect(await list('approved')).toEqual([]);
      expect(await list('expired')).toEqual(['ar-pending', 'ar-expired', 'ar-approved']);
      expect(await list('denied')).toEqual(['ar-denied']);
    });

    test('tells what is due, the longest due first, of every tenant', async () => {
      const { approvals } = await setUp();
      await open(
        approvals,
        { requestId: 'ar-1', dueAt: 30 },
        { requestId: 'ar-2', dueAt: 10, tenantId: 'other' },
        { requestId: 'ar-3', dueAt: 20 },
        { requestId: 'ar-4', dueAt: null },
      );
      expect(await ids(approvals.due(9, 10))).toEqual([]);
      expect(await ids(approvals.due(20, 10))).toEqual(['ar-2', 'ar-3']);
      expect(await ids(approvals.due(100, 10))).toEqual(['ar-2', 'ar-3', 'ar-1']);
      expect(await ids(approvals.due(100, 1))).toEqual(['ar-2']);
      await approvals.replace(approvalOf({ requestId: 'ar-3', dueAt: null, version: 2 }), 1);
      expect(await ids(approvals.due(100, 10))).toEqual(['ar-2', 'ar-1']);
    });

    test('keeps odd names apart', async () => {
      const { approvals } = await setUp();
      await open(
        approvals,
        ...ODD_NAMES.map((name, number) => ({
          requestId: `ar-${String(number)}`,
          ...{ tenantId: `t${name}`, agentId: name, toolName: name, reason: name },
        })),
      );
      for (const [number, name] of ODD_NAMES.entries()) {
        const requestId = `ar-${String(number)}`;
        const found = await approvals.list({
          ...{ tenants: [`t${name}`], agentId: name, toolName: name, limit: 10 },
        });
        expect(found.map((record) => [record.requestId, record.reason])).toEqual([
          [requestId, name],
        ]);
        expect((await approvals.get([`t${name}`], requestId))?.agentId).toBe(name);
      }
    });
  });
}
