import { describe, expect, test } from '@jest/globals';
import type { Principal } from '@safeai/core';
import { IdempotencyStore, REPLAY_MS, type IdempotencyClaim } from './idempotency.ts';
import { ClientGone } from './read-body.ts';

const principal: Principal = {
  tenant: 'default',
  tenants: ['*'],
  user: 'local',
  roles: ['agent'],
  source: 'loopback',
};
const claim: IdempotencyClaim = {
  principal,
  routeId: 'scan_input',
  key: 'k',
  values: 'masked',
  path: '/v1/scan/input',
  query: '',
  body: Buffer.from('{"a":1}'),
};

/** Gives a different answer at each call. */
function counting(prefix = 'answer ') {
  let made = 0;
  return () => Promise.resolve({ body: `${prefix}${String(++made)}` });
}

test('a repeat gets the first answer', async () => {
  const store = new IdempotencyStore();
  const make = counting();
  expect(await store.answer(claim, make)).toEqual({ body: 'answer 1', replayed: false });
  expect(await store.answer({ ...claim }, make)).toEqual({ body: 'answer 1', replayed: true });
});

test('a repeat that comes early waits', async () => {
  const store = new IdempotencyStore();
  let finish = (_answer: { body: string }): void => undefined;
  const first = store.answer(claim, () => new Promise((resolve) => (finish = resolve)));
  const second = store.answer(claim, counting('other '));
  finish({ body: 'one' });
  expect(await first).toEqual({ body: 'one', replayed: false });
  expect(await second).toEqual({ body: 'one', replayed: true });
});

test('repeats of a request whose caller left are answered, the first of them anew', async () => {
  const store = new IdempotencyStore();
  let leave = (_reason: Error): void => undefined;
  const first = store.answer(claim, () => new Promise((_, reject) => (leave = reject)));
  const make = counting();
  const repeats = [store.answer(claim, make), store.answer(claim, make)];
  leave(new ClientGone());
  await expect(first).rejects.toBeInstanceOf(ClientGone);
  expect(await Promise.all(repeats)).toEqual([
    { body: 'answer 1', replayed: false },
    { body: 'answer 1', replayed: true },
  ]);
});

test.each<[string, Partial<IdempotencyClaim>]>([
  ['body', { body: Buffer.from('{"a":2}') }],
  ['path', { path: '/v1/scan/other' }],
  ['query', { query: 'explain=true' }],
  ['tenant', { principal: { ...principal, tenant: 'acme' } }],
])('another %s under the same key is a conflict', async (_name, other) => {
  const store = new IdempotencyStore();
  await store.answer(claim, counting());
  await expect(store.answer({ ...claim, ...other }, counting())).rejects.toMatchObject({
    code: 'conflict',
  });
});

test.each<[string, Partial<IdempotencyClaim>]>([
  ['route', { routeId: 'guard_output' }],
  // Users of two tenants may have one name; neither hears of the other's keys.
  ['sight of the caller', { values: 'full' }],
  ['role of the caller', { principal: { ...principal, roles: ['admin'] } }],
  ['reach of the caller', { principal: { ...principal, tenants: ['default'] } }],
  ['key', { key: 'l' }],
  ['user', { principal: { ...principal, user: 'admin', source: 'header' } }],
])('another %s is another request', async (_name, other) => {
  const store = new IdempotencyStore();
  const make = counting();
  await store.answer(claim, make);
  expect((await store.answer({ ...claim, ...other }, make)).replayed).toBe(false);
});

test('a failure is not kept', async () => {
  const store = new IdempotencyStore();
  await expect(store.answer(claim, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await store.answer(claim, counting())).toMatchObject({ replayed: false });
});

describe('an answer that is shown once', () => {
  const once = { ...claim, routeId: 'key_create' };

  test('is not kept, and its repeat is refused for a minute', async () => {
    let now = 0;
    const store = new IdempotencyStore(undefined, () => now);
    const make = counting('sfai_secret ');
    expect(await store.answer(once, make)).toEqual({ body: 'sfai_secret 1', replayed: false });
    const repeat = store.answer({ ...once }, make);
    await expect(repeat).rejects.toMatchObject({ code: 'conflict' });
    await expect(repeat).rejects.toThrow(expect.not.stringContaining('secret'));
    now = REPLAY_MS;
    expect((await store.answer(once, make)).body).toBe('sfai_secret 2');
  });

  test('takes none of the room for answers', async () => {
    const store = new IdempotencyStore({ entries: 10, bytes: 0 });
    await store.answer(once, counting());
    await store.answer({ ...claim, key: 'other' }, counting());
    expect(store.size).toBe(0);
    await store.answer(once, counting());
    expect(store.size).toBe(1);
  });

  test('is not given to a repeat that comes early either', async () => {
    const store = new IdempotencyStore();
    const make = counting();
    const both = await Promise.allSettled([store.answer(once, make), store.answer(once, make)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('that failed may be asked for again', async () => {
    const store = new IdempotencyStore();
    const fail = () => Promise.reject(new Error('no'));
    await expect(store.answer(once, fail)).rejects.toThrow('no');
    expect(await store.answer(once, counting())).toMatchObject({ replayed: false });
  });
});

test('answers are kept for a minute', async () => {
  let now = 0;
  const store = new IdempotencyStore(undefined, () => now);
  const make = counting();
  await store.answer(claim, make);
  now = REPLAY_MS - 1;
  expect((await store.answer(claim, make)).replayed).toBe(true);
  now = REPLAY_MS;
  expect((await store.answer(claim, make)).replayed).toBe(false);
  expect(store.size).toBe(1);
});

test('number and size are bounded: the oldest go first', async () => {
  const few = new IdempotencyStore({ entries: 2, bytes: 1000 });
  for (const key of ['a', 'b', 'c']) await few.answer({ ...claim, key }, counting());
  expect(few.size).toBe(2);
  expect((await few.answer({ ...claim, key: 'c' }, counting())).replayed).toBe(true);
  expect((await few.answer({ ...claim, key: 'a' }, counting())).replayed).toBe(false);

  const small = new IdempotencyStore({ entries: 10, bytes: 20 });
  for (const key of ['a', 'b', 'c']) await small.answer({ ...claim, key }, counting());
  expect(small.size).toBe(2);
});
