import { expect, test } from '@jest/globals';
import { type DeliveryEnd, MemoryOutbox, type Outbox } from '@safeai/core';
import fc from 'fast-check';
import { alertOf, messageOf, silenceOf, testClock } from '../src/contract/index.ts';
import { openState } from '../src/index.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();

const key = fc.constantFrom('k1', 'k2', 'k3');
const channel = fc.constantFrom('mail', 'chat');
const tenantId = fc.constantFrom('t1', 't2', '*');
const tenants = fc.constantFrom(['t1'], ['t2'], ['t1', 't2'], [], ['*']);
const leaseId = fc.constantFrom('l1', 'l1', 'l1', 'l2');
const id = fc.nat(3).map((number) => `m${String(number)}`);
const state = fc.constantFrom('waiting', 'sent', 'covered', 'dead');
const problem = 'http_500';
const end: fc.Arbitrary<DeliveryEnd> = fc.oneof(
  fc.constant({ result: 'sent' } as const),
  fc.nat(20).map((inMs) => ({ result: 'again', inMs, problem }) as const),
  channel.map((to) => ({ result: 'moved', channel: to, problem }) as const),
  fc.constant({ result: 'dead', problem } as const),
);

type Step = (outbox: Outbox, number: number) => unknown;

/** Everything that can be asked of an outbox. No two messages are alike in age: what comes first is certain. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        ...{ key, tenantId, isOpen: fc.boolean() },
        after: fc.constantFrom(1, 1, 1, 1, 2, 0),
        dueAt: fc.option(fc.nat(80)),
        messages: fc.array(fc.record({ id, channel, key, tenantId }), { maxLength: 4 }),
      })
      .map(
        ({ messages, tenantId: tenant, key: of, after, ...rest }): Step =>
          async (outbox, number) => {
            // An alert is one tenant's.
            const name = `${of} ${tenant}`;
            const [known] = await outbox.states([name]);
            const version = Math.max(1, (known?.version ?? 0) + after);
            const given = { ...rest, key: name, tenantId: tenant, version, changedAt: number };
            return outbox.commit([
              {
                next: alertOf(given),
                messages: messages.map((message, place) => {
                  const sequence = 10 * number + place;
                  return messageOf({ ...message, sequence, createdAt: number });
                }),
              },
            ]);
          },
      ),
  },
  {
    weight: 6,
    arbitrary: fc.record({ channel, leaseId, limit: fc.integer({ min: 1, max: 3 }) }).map(
      (lease): Step =>
        (outbox) =>
          outbox.lease({ ...lease, leaseMs: 10 }),
    ),
  },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.record({ id, channel, leaseId }), end).map(
      ([message, given]): Step =>
        (outbox) =>
          outbox.settle(message, given),
    ),
  },
  fc.array(channel).map(
    (channels): Step =>
      (outbox) =>
        outbox.wakeAt(channels),
  ),
  fc
    .record(
      { tenants, limit: fc.integer({ min: 1, max: 20 }), state, channel },
      { requiredKeys: ['tenants', 'limit'] },
    )
    .map(
      (filter): Step =>
        (outbox) =>
          outbox.messages(filter),
    ),
  fc
    .record(
      { tenants, limit: fc.integer({ min: 1, max: 9 }), isOpen: fc.boolean() },
      { requiredKeys: ['tenants', 'limit'] },
    )
    .map(
      (filter): Step =>
        (outbox) =>
          outbox.alerts(filter),
    ),
  fc.record({ tenants, id, channel }, { requiredKeys: ['tenants'] }).map(
    (given): Step =>
      (outbox) =>
        outbox.retry(given),
  ),
  fc.nat(80).map(
    (now): Step =>
      async (outbox) =>
        (await outbox.due(now, 100))
          .map((alert) => JSON.stringify([alert.key, alert.version]))
          .sort(),
  ),
  fc.constant<Step>((outbox) => outbox.backlog()),
  fc.constant<Step>((outbox) => outbox.silences()),
  fc.record({ id, tenantId: fc.option(fc.constantFrom('t1', 't2')), until: fc.nat(80) }).map(
    (given): Step =>
      (outbox, number) =>
        outbox.addSilence(silenceOf({ ...given, id: `si-${given.id}`, createdAt: number })),
  ),
  fc.tuple(tenants, id).map(
    ([scope, name]): Step =>
      (outbox) =>
        outbox.endSilence(scope, `si-${name}`),
  ),
);

test('whatever is asked of it, the outbox in a file answers as the one in memory does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(3), step), { minLength: 60, maxLength: 160 }),
      async (steps) => {
        const clock = testClock();
        clock.time = 0;
        const state = await openState({ folder: folders.make(), keys: KEYS, clock });
        try {
          const model = new MemoryOutbox(clock);
          for (const [number, [wait, one]] of steps.entries()) {
            clock.time += wait;
            const answers = [await one(state.outbox, number), await one(model, number)];
            expect([number, answers[0]]).toEqual([number, answers[1]]);
          }
        } finally {
          await state.close();
        }
      },
    ),
    { numRuns: Number(process.env.SAFEAI_MODEL_RUNS ?? '15') },
  );
}, 300_000);
