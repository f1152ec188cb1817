import { expect, test } from '@jest/globals';

import { MemoryApiKeyStore } from '../src/in-memory/api-keys.ts';
import { systemClock } from '../src/in-memory/clock.ts';
import { randomIds } from '../src/in-memory/ids.ts';
import { house } from './house.ts';

const secretHash = { hash: () => Promise.resolve('h'), matches: () => Promise.resolve(true) };
const made = async (expiresInMs: number) => {
  const home = house(
    {},
    { apiKeys: new MemoryApiKeyStore(), secretHash, ids: randomIds(systemClock) },
  );
  const { key, text } = await home.safeai.apiKeys.create({
    tenants: ['acme'],
    roles: ['auditor'],
    user: 'ana',
    expiresInMs,
  });
  return { ...home, key, text };
};

test('the holder of a key by its id is who its text proves', async () => {
  const { safeai, key, text } = await made(60_000);
  const holder = await safeai.apiKeys.holderOf(key.id);
  expect(holder).toMatchObject({ user: 'ana', roles: ['auditor'], tenants: ['acme'] });
  expect(holder).toEqual(await safeai.apiKeys.authenticate(text));
});

test('a key that is unknown, expired or revoked has none', async () => {
  const { safeai, key, time } = await made(60_000);
  expect(await safeai.apiKeys.holderOf('key-000000000000')).toBeNull();
  time.now += 60_000;
  expect(await safeai.apiKeys.holderOf(key.id)).toBeNull();
  const other = await made(60_000);
  await other.safeai.apiKeys.revoke(other.key.id);
  expect(await other.safeai.apiKeys.holderOf(other.key.id)).toBeNull();
});
