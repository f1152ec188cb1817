import { expect, test } from '@jest/globals';
import { inMemoryPorts } from '@safeai/core';
import fc from 'fast-check';
import {
  apiKeyOf,
  approvalOf,
  capabilityOf,
  chargeOf,
  entryOf,
  lockdownOf,
  operationOf,
  spendOf,
  testClock,
} from '../src/contract/index.ts';
import { openState, type Stores } from '../src/index.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();

const few = (prefix: string) => fc.nat(3).map((number) => `${prefix}${String(number)}`);
const tenant = fc.constantFrom('t1', 't2');
const tenants = fc.constantFrom(['t1'], ['t2'], ['t1', 't2'], [], ['*']);
const time = fc.nat(50);
const outcome = fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const);
const scope = fc.constantFrom('agent' as const, 'global' as const);
const session = fc.record({ tenantId: tenant, agentId: few('a'), sessionId: few('s') });
// Shredding a tenant ends its pseudonyms in the files, where one key serves both; in memory the stores are apart.
const talk = session.map((given) => ({ ...given, tenantId: 'unshredded' }));
const limits = { ttlMs: 20, maxPerSession: 3 };

const address = fc.record({ tenantId: tenant, scope, owner: few('o'), key: few('k') });
const entry = fc
  .record({ address, value: fc.jsonValue() as fc.Arbitrary<never>, expiresAt: time })
  .map(({ address: at, value, expiresAt }) =>
    entryOf({ ...at, value, expiresAt, handle: `mh-${at.owner}-${at.key}` }),
  );
const approval = fc
  .record({
    ...{ id: few('ar-'), tenantId: tenant, agentId: few('a'), version: fc.nat(3) },
    ...{ expiresAt: time, createdAt: time, dueAt: fc.option(time) },
    status: fc.constantFrom('pending', 'approved', 'denied', 'consumed', 'cancelled', 'expired'),
  })
  .map(({ id, ...rest }) =>
    // The tenant and the fingerprint of an id are always the same.
    approvalOf({
      ...(rest as Partial<ReturnType<typeof approvalOf>>),
      requestId: `${id}-${rest.tenantId}`,
      fingerprint: `f-${id.endsWith('0') ? '0' : '1'}`,
      agentId: 'a',
      createdAt: Number(id.slice(-1)),
    }),
  );
// A decision begins one operation; an operation may be begun by several decisions, one after another.
// A decision is one tenant's and begins one operation.
const operation = fc.tuple(tenant, few('d')).map(([tenantId, decision]) =>
  operationOf({
    tenantId,
    decisionId: `${tenantId}-${decision}`,
    operationId: `o${String(/[02]/.test(decision))}`,
  }),
);
const id = few('cap-');

const keyId = few('key-');

const charge = fc
  .record({
    ...{ budget: few('b'), tenantId: fc.option(tenant), blocks: fc.boolean() },
    ...{ limitMicros: fc.option(fc.nat(60)), limitTokens: fc.option(fc.nat(60)) },
  })
  .map(({ tenantId, ...rest }) =>
    chargeOf({
      ...{ ...rest, scope: { ...chargeOf().scope, tenantId } },
      // Of one account the window is always the same.
      ...{ windowStart: 0, windowEnd: rest.budget.endsWith('0') ? null : 100 },
    }),
  );
const reservation = fc.record({
  ...{ micros: fc.nat(20), tokens: fc.nat(20), ttlMs: fc.integer({ min: 1, max: 9 }) },
  charges: fc.uniqueArray(charge, {
    maxLength: 3,
    selector: (one) => `${one.budget}/${String(one.scope.tenantId)}`,
  }),
});
const spend = fc
  .record({ tenantId: tenant, userId: fc.option(few('u')), micros: fc.nat(20), at: fc.nat(2) })
  .map(({ at, ...rest }) => spendOf({ ...rest, at: at * 86_400_000 }));
const inAnyOrder = (rows: readonly object[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
const leaseId = fc.nat(9).map((number) => `lease-${String(number)}`);
const leases = new WeakMap<Stores, Set<string>>();
const leasesOf = (stores: Stores): Set<string> => {
  const taken = leases.get(stores) ?? new Set();
  leases.set(stores, taken);
  return taken;
};

type Step = (stores: Stores) => unknown;

/** Everything that can be asked of the stores, at random. */
const step: fc.Arbitrary<Step> = fc.oneof(
  entry.map(
    (given): Step =>
      (s) =>
        s.memory.put(given, 2),
  ),
  address.map(
    (given): Step =>
      (s) =>
        s.memory.get(given),
  ),
  address.map(
    (given): Step =>
      (s) =>
        s.memory.delete(given),
  ),
  tenants.map(
    (given): Step =>
      (s) =>
        s.memory.purgeExpired(given),
  ),
  tenant.map(
    (given): Step =>
      (s) =>
        s.memory.shred(given),
  ),
  approval.map(
    (given): Step =>
      async (s) =>
        // An id is used once.
        (await s.approvals.get(['*'], given.requestId)) ??
        (await s.approvals.open(given, { perAgent: 2, perTenant: 2 })),
  ),
  fc.tuple(approval, fc.nat(3)).map(
    ([given, version]): Step =>
      (s) =>
        s.approvals.replace(given, version),
  ),
  tenants.map(
    (given): Step =>
      (s) =>
        s.approvals.list({ tenants: given, limit: 3 }),
  ),
  fc.constantFrom('pending' as const, 'approved' as const, 'expired' as const).map(
    (status): Step =>
      (s) =>
        s.approvals.list({ tenants: ['*'], status, limit: 9 }),
  ),
  operation.map(
    (given): Step =>
      (s) =>
        s.operations.begin(given),
  ),
  operation.map(
    (given): Step =>
      (s) =>
        s.operations.abandon(given),
  ),
  fc.tuple(operation, outcome).map(
    ([given, is]): Step =>
      (s) =>
        s.operations.report({ ...given, outcome: is, at: 1 }),
  ),
  operation.map(
    (given): Step =>
      (s) =>
        s.operations.get(given.tenantId, given.operationId),
  ),
  fc.tuple(id, tenant).map(
    ([given, tenantId]): Step =>
      (s) =>
        s.capabilities.add(capabilityOf({ id: given, tenantId })),
  ),
  fc.tuple(tenants, id, time).map(
    ([given, which, at]): Step =>
      (s) =>
        s.capabilities.revoke(given, which, at),
  ),
  tenants.map(
    (given): Step =>
      (s) =>
        s.capabilities.list(given, 3),
  ),
  fc.tuple(id, fc.option(tenant)).map(
    ([given, tenantId]): Step =>
      (s) =>
        s.lockdowns.add(lockdownOf({ id: given, tenantId })),
  ),
  fc.tuple(tenants, id).map(
    ([given, which]): Step =>
      (s) =>
        s.lockdowns.lift(given, which),
  ),
  fc.constant<Step>((s) => s.lockdowns.active()),
  fc.tuple(keyId, tenants, fc.option(time)).map(
    ([given, scope, expiresAt]): Step =>
      (s) =>
        // A key has a tenant.
        s.apiKeys.add(
          apiKeyOf({ id: given, tenants: scope.length > 0 ? scope : ['t1'], expiresAt }),
        ),
  ),
  fc.tuple(tenants, keyId, time).map(
    ([given, which, at]): Step =>
      (s) =>
        s.apiKeys.revoke(given, which, at),
  ),
  fc.tuple(keyId, few('l')).map(
    ([given, lookup]): Step =>
      (s) =>
        s.apiKeys.renewLookup(given, lookup, 'k2'),
  ),
  fc
    .tuple(keyId, tenants)
    .map(([given, which]): Step => async (s) => [
      await s.apiKeys.get(given),
      await s.apiKeys.list(which, 3),
    ]),
  fc.tuple(leaseId, reservation).map(([given, rest]): Step => (s) => {
    // An id is used once.
    const taken = leasesOf(s);
    if (taken.has(given)) return undefined;
    taken.add(given);
    return s.budgets.reserve({ ...rest, leaseId: given });
  }),
  fc.tuple(leaseId, spend).map(
    ([given, spent]): Step =>
      (s) =>
        s.budgets.settle(given, spent),
  ),
  leaseId.map(
    (given): Step =>
      (s) =>
        s.budgets.release(given),
  ),
  spend.map(
    (given): Step =>
      (s) =>
        s.budgets.record(given),
  ),
  fc.array(charge).map(
    (given): Step =>
      (s) =>
        s.budgets.balances(given),
  ),
  fc
    .tuple(tenants, fc.nat(150))
    .map(([given, at]): Step => async (s) => [
      inAnyOrder(await s.budgets.accounts(given, at)),
      inAnyOrder(await s.budgets.sums(given, 0, at * 1_000_000)),
    ]),
  fc.tuple(session, few('tag'), fc.option(few('tool'), { nil: undefined })).map(
    ([key, tag, tool]): Step =>
      (s) =>
        s.sessions.record(key, [tag], tool),
  ),
  session.map(
    (key): Step =>
      (s) =>
        s.sessions.load(key),
  ),
  fc.tuple(talk, fc.dictionary(few('p'), few('v'))).map(
    ([key, values]): Step =>
      (s) =>
        s.pseudonyms.put(key, new Map(Object.entries(values)), limits),
  ),
  fc.tuple(talk, fc.array(few('p'))).map(
    ([key, names]): Step =>
      (s) =>
        s.pseudonyms.get(key, names),
  ),
  fc.tuple(few('l'), fc.integer({ min: -2, max: 3 }), fc.constantFrom(1, 10, 25)).map(
    ([key, points, windowMs]): Step =>
      (s) =>
        s.limits.add(key, points, windowMs),
  ),
  few('l').map(
    (key): Step =>
      (s) =>
        s.limits.get(key),
  ),
  few('l').map(
    (key): Step =>
      (s) =>
        s.limits.delete(key),
  ),
);

test('whatever is asked of them, the files answer as memory does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(3), step), { minLength: 20, maxLength: 80 }),
      async (steps) => {
        const clock = testClock();
        clock.time = 0;
        const folder = folders.make();
        const state = await openState({ folder, keys: KEYS, clock });
        try {
          const model = inMemoryPorts({ clock });
          for (const [number, [wait, one]] of steps.entries()) {
            clock.time += wait;
            expect([number, await one(state)]).toEqual([number, await one(model)]);
          }
        } finally {
          await state.close();
        }
      },
    ),
    { numRuns: Number(process.env.SAFEAI_MODEL_RUNS ?? '15') },
  );
}, 300_000);
