import {
  alertOf,
  apiKeyOf,
  approvalOf,
  capabilityOf,
  entryOf,
  lockdownOf,
  MADE_AT,
  messageOf,
  operationOf,
  reservationOf,
  silenceOf,
  spendOf,
} from './examples.ts';
import { type StoreFactory, testClock, type TestRunner } from './runner.ts';

const SESSION = { tenantId: 'acme', agentId: 'billing', sessionId: 's' };
const LIMITS = { ttlMs: 60_000, maxPerSession: 10 };

/** What is still there after a restart: everything. For stores that can be opened again. */
export function lastingContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  if (factory.reopen === undefined) return;
  const reopen = factory.reopen.bind(factory);

  describe('opened again', () => {
    test('the stores hold what they held', async () => {
      const first = await factory.make(testClock());
      await first.approvals.open(approvalOf(), { perAgent: 1, perTenant: 1 });
      await first.memory.put(entryOf(), 1);
      await first.operations.begin(operationOf());
      await first.capabilities.add(capabilityOf());
      await first.apiKeys.add(apiKeyOf());
      await first.lockdowns.add(lockdownOf());
      await first.budgets.reserve(reservationOf());
      await first.budgets.record(spendOf());
      await first.outbox.commit([{ next: alertOf(), messages: [messageOf()] }]);
      await first.outbox.addSilence(silenceOf());
      await first.sessions.record(SESSION, ['pii'], 'mail.send');
      await first.pseudonyms.put(SESSION, new Map([['a', 'b']]), LIMITS);
      await first.limits.add('calls', 3, 60_000);
      const second = await reopen();
      expect(await second.approvals.get(['acme'], approvalOf().requestId)).toEqual(approvalOf());
      expect(await second.memory.get(entryOf())).toEqual(entryOf());
      expect(await second.operations.get('acme', 'refund-1')).toEqual(operationOf());
      expect(await second.capabilities.get(capabilityOf().id)).toEqual(capabilityOf());
      expect(await second.lockdowns.active()).toEqual([lockdownOf()]);
      const [account] = await second.budgets.accounts(['acme'], MADE_AT);
      expect(account?.reservedMicros).toBe(40);
      expect((await second.budgets.settle('lease-1', spendOf())).result).toBe('settled');
      expect((await second.budgets.sums(['acme'], 0, MADE_AT)).map(({ calls }) => calls)).toEqual([
        2,
      ]);
      expect(await second.apiKeys.get(apiKeyOf().id)).toEqual(apiKeyOf());
      expect(await second.outbox.states(['k1'])).toEqual([alertOf()]);
      const lease = { channel: 'mail', leaseId: 'l1', leaseMs: 60_000, limit: 1 };
      expect((await second.outbox.lease(lease))[0]?.body).toEqual(messageOf().body);
      expect(await second.outbox.silences()).toEqual([silenceOf()]);
      const facts = { tags: ['pii'], calls: { 'mail.send': 1 } };
      expect(await second.sessions.load(SESSION)).toEqual(facts);
      expect(await second.pseudonyms.all(SESSION)).toEqual(new Map([['a', 'b']]));
      expect(await second.limits.get('calls')).toEqual({ total: 3, resetsInMs: 60_000 });
    });

    test('the stores have forgotten what was shredded, pseudonyms included', async () => {
      const first = await factory.make(testClock());
      await first.memory.put(entryOf(), 1);
      await first.pseudonyms.put(SESSION, new Map([['a', 'b']]), LIMITS);
      await first.memory.shred('acme');
      const second = await reopen();
      expect(await second.memory.get(entryOf())).toBe(undefined);
      expect(await second.pseudonyms.all(SESSION)).toEqual(new Map());
    });
  });
}
