import type { ApprovalRecord } from '@safeai/core';
import { approvalOf } from './examples.ts';
import { type StoreFactory, testClock, type TestRunner } from './runner.ts';

const CAPS = { perAgent: 3, perTenant: 5 };

/** Opening and changing approval requests. */
export function approvalChangesContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    const { approvals } = await factory.make(clock);
    return { clock, approvals };
  };
  const id = (number: number): string => `ar-${String(number).padStart(24, '0')}`;

  describe('opening an approval request', () => {
    test('keeps the record as it was given', async () => {
      const { approvals } = await setUp();
      const record = approvalOf({ sessionId: 's', consumedBy: 'k', told: ['reminder'] });
      expect(await approvals.open(record, CAPS)).toEqual(record);
      expect(await approvals.get(['acme'], record.requestId)).toEqual(record);
    });

    test('gives the live one of the same fingerprint instead', async () => {
      const { approvals } = await setUp();
      await approvals.open(approvalOf({ fingerprint: 'f' }), CAPS);
      const again = await approvals.open(approvalOf({ requestId: id(2), fingerprint: 'f' }), CAPS);
      expect(again).toEqual(approvalOf({ fingerprint: 'f' }));
      expect(await approvals.get(['*'], id(2))).toBe(undefined);
    });

    test('of one fingerprint at once gives one request', async () => {
      const { approvals } = await setUp();
      const opened = await Promise.all(
        Array.from({ length: 20 }, (_, number) =>
          approvals.open(approvalOf({ requestId: id(number), fingerprint: 'f' }), CAPS),
        ),
      );
      expect(new Set(opened.map((one) => one === 'capped' || one.requestId)).size).toBe(1);
    });

    test('of one fingerprint in two tenants gives two', async () => {
      const { approvals } = await setUp();
      await approvals.open(approvalOf({ fingerprint: 'f' }), CAPS);
      const other = approvalOf({ requestId: id(2), tenantId: 'other', fingerprint: 'f' });
      expect(await approvals.open(other, CAPS)).toEqual(other);
    });

    for (const [status, isLive] of [
      ['approved', true],
      ['denied', true],
      ['consumed', false],
      ['cancelled', false],
      ['expired', false],
    ] as const) {
      test(`after one that is ${status} gives ${isLive ? 'that one' : 'a new one'}`, async () => {
        const { approvals, clock } = await setUp();
        const first = approvalOf({ fingerprint: 'f' });
        await approvals.open(first, CAPS);
        const changed: ApprovalRecord = { ...first, status, dueAt: null, version: 2 };
        expect(await approvals.replace(changed, 1)).toBe(true);
        const next = approvalOf({ requestId: id(2), fingerprint: 'f' });
        clock.time = first.expiresAt - 1;
        expect(await approvals.open(next, CAPS)).toEqual(isLive ? changed : next);
      });

      test(`after one that was ${status}, at the end of its time, gives a new one`, async () => {
        const { approvals, clock } = await setUp();
        const first = approvalOf({ fingerprint: 'f' });
        await approvals.open(first, CAPS);
        await approvals.replace({ ...first, status, dueAt: null, version: 2 }, 1);
        clock.time = first.expiresAt;
        const next = approvalOf({
          requestId: id(2),
          fingerprint: 'f',
          expiresAt: clock.time + 1000,
        });
        expect(await approvals.open(next, CAPS)).toEqual(next);
      });
    }

    test('is capped for the agent, and another agent is not', async () => {
      const { approvals } = await setUp();
      for (const number of [1, 2, 3])
        await approvals.open(approvalOf({ requestId: id(number) }), CAPS);
      expect(await approvals.open(approvalOf({ requestId: id(4) }), CAPS)).toBe('capped');
      const other = approvalOf({ requestId: id(5), agentId: 'support' });
      expect(await approvals.open(other, CAPS)).toEqual(other);
    });

    test('is capped for the tenant, and another tenant is not', async () => {
      const { approvals } = await setUp();
      for (const number of [1, 2, 3, 4, 5]) {
        await approvals.open(
          approvalOf({ requestId: id(number), agentId: `a${String(number)}` }),
          CAPS,
        );
      }
      const next = approvalOf({ requestId: id(6), agentId: 'a6' });
      expect(await approvals.open(next, CAPS)).toBe('capped');
      const other = { ...next, tenantId: 'other' };
      expect(await approvals.open(other, CAPS)).toEqual(other);
    });

    test('is capped exactly when many come at once', async () => {
      const { approvals } = await setUp();
      const opened = await Promise.all(
        Array.from({ length: 12 }, (_, number) =>
          approvals.open(approvalOf({ requestId: id(number) }), CAPS),
        ),
      );
      expect(opened.filter((one) => one !== 'capped').length).toBe(CAPS.perAgent);
    });

    test('counts neither finished nor expired ones', async () => {
      const { approvals, clock } = await setUp();
      const one = { perAgent: 1, perTenant: 1 };
      await approvals.open(approvalOf(), one);
      await approvals.replace(approvalOf({ status: 'approved', version: 2 }), 1);
      const second = approvalOf({ requestId: id(2) });
      expect(await approvals.open(second, one)).toEqual(second);
      clock.time = second.expiresAt;
      const third = approvalOf({ requestId: id(3), expiresAt: clock.time + 1 });
      expect(await approvals.open(third, one)).toEqual(third);
    });
  });

  describe('changing an approval request', () => {
    test('needs the version that is there', async () => {
      const { approvals } = await setUp();
      await approvals.open(approvalOf(), CAPS);
      const next = approvalOf({ status: 'approved', dueAt: null, version: 2 });
      expect(await approvals.replace(next, 2)).toBe(false);
      expect(await approvals.get(['acme'], next.requestId)).toEqual(approvalOf());
      expect(await approvals.replace(next, 1)).toBe(true);
      expect(await approvals.replace({ ...next, status: 'cancelled' }, 1)).toBe(false);
      expect(await approvals.get(['acme'], next.requestId)).toEqual(next);
    });

    test('of an unknown one does nothing', async () => {
      const { approvals } = await setUp();
      expect(await approvals.replace(approvalOf({ version: 2 }), 1)).toBe(false);
      expect(await approvals.get(['*'], approvalOf().requestId)).toBe(undefined);
    });

    test('has one winner among many at once', async () => {
      const { approvals } = await setUp();
      await approvals.open(approvalOf(), CAPS);
      const statuses = ['approved', 'denied', 'cancelled', 'consumed'] as const;
      const done = await Promise.all(
        statuses.map((status) => approvals.replace(approvalOf({ status, version: 2 }), 1)),
      );
      expect(done.filter(Boolean).length).toBe(1);
      const kept = await approvals.get(['acme'], approvalOf().requestId);
      expect(kept?.status).toBe(statuses[done.indexOf(true)]);
    });

    for (const status of ['pending', 'approved', 'consumed'] as const) {
      test(`to ${status} is done a millisecond before its end, and refused at it`, async () => {
        const { approvals, clock } = await setUp();
        await approvals.open(approvalOf(), CAPS);
        clock.time = approvalOf().expiresAt - 1;
        expect(await approvals.replace(approvalOf({ status, version: 2 }), 1)).toBe(true);
        clock.time++;
        expect(await approvals.replace(approvalOf({ status, version: 3 }), 2)).toBe(false);
      });
    }

    for (const status of ['denied', 'expired', 'cancelled'] as const) {
      test(`to ${status} is done after its end, too`, async () => {
        const { approvals, clock } = await setUp();
        await approvals.open(approvalOf(), CAPS);
        clock.time = approvalOf().expiresAt + 1;
        expect(await approvals.replace(approvalOf({ status, version: 2 }), 1)).toBe(true);
      });
    }
  });
}
