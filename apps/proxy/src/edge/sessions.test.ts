import { describe, expect, test } from '@jest/globals';
import { SafeAIError, type Principal } from '@safeai/core';
import type { User } from '../settings/settings.ts';
import type { SessionOrigin } from './session-origin.ts';
import { Sessions, type SessionBounds } from './sessions.ts';

const HOUR = 60 * 60_000;
const ana: SessionOrigin = { kind: 'user', userId: 'ana', via: 'loopback' };
const byKey: SessionOrigin = { kind: 'key', keyId: 'key-000000000000' };
const byClaims: SessionOrigin = { kind: 'claims', claims: { sub: 'cy' }, expiresAt: null };
const code = (wanted: string) => expect.objectContaining({ code: wanted }) as unknown;

function principal(user: string, source: Principal['source']): Principal {
  return { tenant: 'acme', tenants: ['acme', 'other'], user, roles: ['auditor'], source };
}

function keyIdOf(origin: SessionOrigin): string {
  return origin.kind === 'key' ? origin.keyId : '';
}

function house(bounds?: SessionBounds) {
  const world = {
    now: 1_000_000,
    ttlMs: 8 * HOUR,
    loopbackTenants: ['*'],
    users: new Map<string, User>([
      ['ana', { userId: 'ana', role: 'approver', tenants: ['acme', 'other'] }],
    ]),
    holder: principal('bo', 'key') as Principal | null,
    failure: undefined as Error | undefined,
    isTaken: true,
  };
  const sessions = new Sessions({
    sources: {
      user: (id) => world.users.get(id),
      loopbackTenants: () => world.loopbackTenants,
      keyHolder: () =>
        world.failure === undefined ? Promise.resolve(world.holder) : Promise.reject(world.failure),
      ofClaims: ({ sub }) => {
        if (world.isTaken) return principal(String(sub), 'oidc');
        throw new SafeAIError('forbidden', 'No role.');
      },
    },
    ttlMs: () => world.ttlMs,
    now: () => world.now,
    ...(bounds === undefined ? {} : { bounds }),
  });
  return { world, sessions };
}

test('a cookie and a token of 256 bits each, new ones for every session', async () => {
  const { sessions } = house();
  const texts = new Set<string>();
  for (let count = 0; count < 5; count++) {
    const { cookieValue, csrfToken } = await sessions.open(ana);
    for (const text of [cookieValue, csrfToken]) {
      expect(text).toMatch(/^[\w-]{43}$/);
      texts.add(text);
    }
  }
  expect(texts.size).toBe(10);
});

test('whoever is signed in comes from a session, with the rights of what opened it', async () => {
  const { sessions } = house();
  const { cookieValue, csrfToken } = await sessions.open(ana);
  expect(await sessions.find(cookieValue)).toEqual({
    principal: {
      tenant: 'acme',
      tenants: ['acme', 'other'],
      user: 'ana',
      roles: ['approver'],
      source: 'session',
    },
    csrfToken,
    owner: 'session:user:ana',
    expiresAt: 1_000_000 + 8 * HOUR,
    via: 'loopback',
  });
  const other = await sessions.open(byKey);
  expect(await sessions.find(other.cookieValue)).toMatchObject({
    principal: { user: 'bo', source: 'session' },
    via: null,
  });
});

test.each(['', 'x', 'A'.repeat(43), '__proto__', 'constructor'])(
  '%j is no session',
  async (text) => {
    const { sessions } = house();
    await sessions.open(ana);
    expect(await sessions.find(text)).toBeNull();
    expect(() => {
      sessions.close(text);
    }).not.toThrow();
  },
);

test('a sign-in that named a tenant stays in it', async () => {
  const { world, sessions } = house();
  const { cookieValue } = await sessions.open({ ...ana, tenant: 'other' });
  expect(await sessions.find(cookieValue)).toMatchObject({
    principal: { tenant: 'other', tenants: ['other'] },
  });
  world.users.set('ana', { userId: 'ana', role: 'approver', tenants: ['acme'] });
  expect(await sessions.find(cookieValue)).toBeNull();
  await expect(sessions.open({ ...ana, tenant: 'other' })).rejects.toEqual(code('forbidden'));
});

describe('time', () => {
  test('it ends with auth.session_ttl, however much it is used', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(ana);
    for (let hour = 1; hour < 8; hour++) {
      world.now = 1_000_000 + hour * HOUR;
      expect(await sessions.find(cookieValue)).not.toBeNull();
    }
    world.now = 1_000_000 + 8 * HOUR;
    expect(await sessions.find(cookieValue)).toBeNull();
    expect(sessions.size).toBe(0);
  });

  test('it ends unused after a quarter of that', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(ana);
    world.now += 2 * HOUR - 1;
    expect(await sessions.find(cookieValue)).not.toBeNull();
    world.now += 2 * HOUR;
    expect(await sessions.find(cookieValue)).toBeNull();
    world.now -= HOUR;
    expect(await sessions.find(cookieValue)).toBeNull();
  });

  test('a shorter time counts for open sessions, a longer one does not', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(ana);
    world.ttlMs = 80 * HOUR;
    expect(await sessions.find(cookieValue)).toMatchObject({ expiresAt: 1_000_000 + 8 * HOUR });
    world.ttlMs = HOUR;
    expect(await sessions.find(cookieValue)).toMatchObject({ expiresAt: 1_000_000 + HOUR });
    world.now += HOUR;
    expect(await sessions.find(cookieValue)).toBeNull();
  });

  test('it ends with the token that opened it', async () => {
    const { world, sessions } = house();
    const until = world.now + 60_000;
    const { cookieValue, expiresAt } = await sessions.open({ ...byClaims, expiresAt: until });
    expect(expiresAt).toBe(until);
    world.now = until;
    expect(await sessions.find(cookieValue)).toBeNull();
    await expect(sessions.open({ ...byClaims, expiresAt: until })).rejects.toEqual(
      code('forbidden'),
    );
  });
});

describe('what opened it', () => {
  test('a user who is gone is signed out for good', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(ana);
    const user = world.users.get('ana');
    world.users.delete('ana');
    expect(await sessions.find(cookieValue)).toBeNull();
    if (user !== undefined) world.users.set('ana', user);
    expect(await sessions.find(cookieValue)).toBeNull();
    await expect(sessions.open({ ...ana, userId: 'nobody' })).rejects.toEqual(code('forbidden'));
  });

  test('another role counts at the next request', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(ana);
    world.users.set('ana', { userId: 'ana', role: 'viewer', tenants: ['acme'] });
    expect(await sessions.find(cookieValue)).toMatchObject({
      principal: { roles: ['viewer'], tenants: ['acme'] },
    });
  });

  test('a key that serves no more ends it', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(byKey);
    world.holder = null;
    expect(await sessions.find(cookieValue)).toBeNull();
    await expect(sessions.open(byKey)).rejects.toEqual(code('forbidden'));
  });

  test('where that cannot be known there is no answer, and the session stays', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(byKey);
    world.failure = new SafeAIError('state_unavailable', 'Gone.');
    await expect(sessions.find(cookieValue)).rejects.toEqual(code('state_unavailable'));
    await expect(sessions.open(byKey)).rejects.toEqual(code('state_unavailable'));
    world.failure = undefined;
    expect(await sessions.find(cookieValue)).not.toBeNull();
  });

  test('claims that give no role any more end it', async () => {
    const { world, sessions } = house();
    const { cookieValue } = await sessions.open(byClaims);
    expect(await sessions.find(cookieValue)).toMatchObject({ principal: { user: 'cy' } });
    world.isTaken = false;
    expect(await sessions.find(cookieValue)).toBeNull();
  });
});

describe('closing', () => {
  test('ends one session and no other, and may be asked twice', async () => {
    const { sessions } = house();
    const [one, two] = [await sessions.open(ana), await sessions.open(ana)];
    sessions.close(one.cookieValue);
    sessions.close(one.cookieValue);
    expect(await sessions.find(one.cookieValue)).toBeNull();
    expect(await sessions.find(two.cookieValue)).not.toBeNull();
  });

  test('counts for a request that is being answered', async () => {
    const { sessions } = house();
    const { cookieValue } = await sessions.open(byKey);
    const asked = sessions.find(cookieValue);
    sessions.close(cookieValue);
    expect(await asked).toBeNull();
  });
});

describe('bounds', () => {
  const held = async (sessions: Sessions, cookies: readonly string[]) => {
    const found = await Promise.all(cookies.map((cookie) => sessions.find(cookie)));
    return found.map((session) => session !== null);
  };
  const opened = async (sessions: Sessions, origins: readonly SessionOrigin[]) => {
    const cookies: string[] = [];
    for (const origin of origins) cookies.push((await sessions.open(origin)).cookieValue);
    return cookies;
  };

  test('past those of a user their oldest one ends, and nobody else notices', async () => {
    const { sessions } = house({ perUser: 2, all: 10 });
    const cookies = await opened(sessions, [byKey, ana, ana, ana]);
    expect(await held(sessions, cookies)).toEqual([true, false, true, true]);
  });

  test('past those of all the oldest ends', async () => {
    const { sessions } = house({ perUser: 10, all: 3 });
    const cookies = await opened(sessions, [byKey, ana, byKey, ana]);
    expect(await held(sessions, cookies)).toEqual([false, true, true, true]);
    expect(sessions.size).toBe(3);
  });

  test('what is over takes nobody a place', async () => {
    const { world, sessions } = house({ perUser: 10, all: 2 });
    await opened(sessions, [ana, ana]);
    world.now += 8 * HOUR;
    await opened(sessions, [ana]);
    expect(sessions.size).toBe(1);
  });

  test('holders of the same name by other keys are others', async () => {
    const { sessions } = house({ perUser: 1, all: 10 });
    const other: SessionOrigin = { kind: 'key', keyId: 'key-111111111111' };
    const cookies = await opened(sessions, [byKey, other]);
    expect(await held(sessions, cookies)).toEqual([true, true]);
    const owners = await Promise.all(cookies.map((cookie) => sessions.find(cookie)));
    expect(owners.map((caller) => caller?.owner)).toEqual([byKey, other].map(keyIdOf));
  });

  test('users of the same name by other means are others', async () => {
    const { world, sessions } = house({ perUser: 1, all: 10 });
    world.holder = principal('ana', 'key');
    const cookies = await opened(sessions, [ana, byKey]);
    expect(await held(sessions, cookies)).toEqual([true, true]);
  });
});

test('who signed in on trusted loopback stays within auth.loopback_tenants, as they are now', async () => {
  const { world, sessions } = house();
  const onWord = await sessions.open(ana);
  const byProxy = await sessions.open({ kind: 'user', userId: 'ana', via: 'proxy' });
  world.loopbackTenants = ['other', 'third'];
  expect(await sessions.find(onWord.cookieValue)).toMatchObject({
    principal: { tenant: 'other', tenants: ['other'] },
  });
  expect(await sessions.find(byProxy.cookieValue)).toMatchObject({
    principal: { tenants: ['acme', 'other'] },
  });
  world.loopbackTenants = ['third'];
  expect(await sessions.find(onWord.cookieValue)).toBeNull();
  await expect(sessions.open(ana)).rejects.toEqual(code('forbidden'));
});

test('looking whether it still lasts does not keep a session from ending unused', async () => {
  const { world, sessions } = house();
  const { cookieValue } = await sessions.open(ana);
  const end = world.now + 2 * HOUR;
  for (; world.now < end; world.now += HOUR / 2) {
    expect(await sessions.find(cookieValue, false)).not.toBeNull();
  }
  expect(await sessions.find(cookieValue, false)).toBeNull();
});
