import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ApiKey } from '../src/api-keys/api-key.ts';
import type { ApiKeyRequest } from '../src/api-keys/key-request.ts';
import type { SafeAIError } from '../src/errors.ts';
import type { Principal } from '../src/identity/principal.ts';
import { MemoryApiKeyStore } from '../src/in-memory/api-keys.ts';
import { ephemeralKeys } from '../src/in-memory/keys.ts';
import { randomIds } from '../src/in-memory/ids.ts';
import { portableSecretHash } from '../src/in-memory/secret-hash.ts';
import { systemClock } from '../src/in-memory/clock.ts';
import type { Ports } from '../src/ports.ts';
import { APPROVER, house, SECRET } from './house.ts';

const DAY = 24 * 60 * 60_000;
const TEXT = /^sfai_[0-9a-z]{12}_[\w-]{43}$/;

/** A hash that is as quick as it is bad, and counts how often it is asked. */
function quickHash() {
  const counts = { made: 0, matched: 0 };
  return {
    counts,
    hash: (secret: string) => Promise.resolve(`quick$${String(++counts.made)}$${secret.length}`),
    matches: (secret: string, hash: string) => {
      counts.matched++;
      return Promise.resolve(hash.endsWith(`$${secret.length}`));
    },
  };
}

/** Several processes on one state, each with a cache of its own. */
function processes(ports: Partial<Ports> = {}) {
  const apiKeys = new MemoryApiKeyStore();
  const keys = ephemeralKeys();
  const start = (more: Partial<Ports> = {}) => {
    const secretHash = quickHash();
    return {
      ...house({}, { apiKeys, keys, secretHash, ids: randomIds(systemClock), ...ports, ...more }),
      secretHash,
    };
  };
  return { apiKeys, start };
}

async function made(change: Partial<ApiKeyRequest> = {}, ports: Partial<Ports> = {}) {
  const { apiKeys, start } = processes(ports);
  const home = start();
  const { key, text } = await home.safeai.apiKeys.create({
    tenants: ['acme'],
    roles: ['agent'],
    ...change,
  });
  const asks = () => home.safeai.apiKeys.authenticate(text);
  return { ...home, apiKeys, start, key, text, asks };
}

describe('a key', () => {
  test('shows its text once, and keeps only what proves it', async () => {
    const { safeai, apiKeys, key, text, time } = await made({}, { secretHash: portableSecretHash });
    expect(text).toMatch(TEXT);
    expect(key).toEqual({
      id: `key-${text.slice(5, 17)}`,
      tenants: ['acme'],
      roles: ['agent'],
      agents: null,
      user: key.id,
      createdAt: time.now,
      expiresAt: null,
      revokedAt: null,
      issuer: 'program',
    });
    const kept = await apiKeys.get(key.id);
    expect(kept).toMatchObject({
      lookup: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/),
    });
    expect(JSON.stringify(kept)).not.toContain(text.slice(18));
    await expect(safeai.apiKeys.list()).resolves.toEqual([key]);
    await expect(safeai.apiKeys.authenticate(text)).resolves.toMatchObject({ source: 'key' });
  });

  test.each<[string, Partial<ApiKeyRequest>, Partial<Principal>]>([
    ['one tenant', {}, { tenant: 'acme', tenants: ['acme'] }],
    ['all tenants', { tenants: ['a', '*'] }, { tenant: 'default', tenants: ['*'] }],
    ['several', { tenants: ['b', 'a', 'b'] }, { tenant: 'b', tenants: ['b', 'a'] }],
    ['the default among them', { tenants: ['b', 'default'] }, { tenant: 'default' }],
    ['a name', { user: 'ci@acme' }, { user: 'ci@acme' }],
    ['one agent', { agents: ['bot'] }, { agents: ['bot'], agent: 'bot' }],
    ['two agents', { agents: ['x', 'y'] }, { agents: ['x', 'y'] }],
    ['roles', { roles: ['viewer', 'billing'] }, { roles: ['viewer', 'billing'] }],
  ])('of %s makes that principal', async (_, change, principal) => {
    const { asks, key } = await made(change);
    const expected = { tenant: 'acme', tenants: ['acme'], user: key.id, roles: ['agent'] };
    const proof = { keyId: key.id, source: 'key' };
    expect(await asks()).toEqual({ ...expected, ...proof, ...changed(principal, change) });
  });

  test('of an id never looks like a secret itself', () => {
    const { safeai } = house();
    const ids = randomIds(systemClock);
    for (let made = 0; made < 2000; made++) {
      const id = ids.apiKeyId();
      expect(id).toMatch(/^key-[0-9a-z]{12}$/);
      expect([id, safeai.detection.scan(id)]).toEqual([id, []]);
    }
  });

  test.each<[string, object]>([
    ['tenants', { tenants: [] }],
    ['tenants', { tenants: 'acme' }],
    ['tenants', { tenants: Array.from({ length: 101 }, (_, index) => `t${String(index)}`) }],
    ['tenants[0]', { tenants: [''] }],
    ['tenants[1]', { tenants: ['acme', 'a b'] }],
    ['tenants[0]', { tenants: [7] }],
    ['tenants[0]', { tenants: ['acme\n'] }],
    ['tenants[0]', { tenants: ['t'.repeat(129)] }],
    ['tenants[0]', { tenants: [SECRET] }],
    ['roles', { roles: [] }],
    ['roles[1]', { roles: ['admin', 'root'] }],
    ['agents', { agents: [] }],
    ['agents[0]', { agents: [''] }],
    ['agents[0]', { agents: [SECRET] }],
    ['agents', { roles: ['viewer'], agents: ['bot'] }],
    ['user', { user: '' }],
    ['user', { user: 'u'.repeat(129) }],
    ['user', { user: SECRET }],
    ['user', { user: 'key-000000000000' }],
    ['user', { user: 'Key-000000000000' }],
    ['user', { user: 'local' }],
    ['user', { user: 'local-cli' }],
    ['user', { user: 'program' }],
    ['user', { user: ' ana' }],
    ['user', { user: 'ana\n' }],
    ['user', { user: 'ana\u001b[2K' }],
    ['user', { user: '\u202eana' }],
    ['user', { user: 'a\u200bna' }],
    ['expiresIn', { expiresInMs: 0 }],
    ['expiresIn', { expiresInMs: Number.NaN }],
    ['expiresIn', { expiresInMs: 3650 * DAY + 1 }],
  ])('with a wrong %s is refused: %j', async (path, change) => {
    const { safeai, records } = house();
    const request = { tenants: ['acme'], roles: ['agent'], ...change } as ApiKeyRequest;
    const refused = safeai.apiKeys.create(request);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path: `$.${path}` }],
    });
    await expect(refused).rejects.toThrow(expect.not.stringContaining(SECRET));
    expect([records, await safeai.apiKeys.list()]).toEqual([[], []]);
  });

  test('is recorded and told in each of its tenants, without its text', async () => {
    const { safeai, records, events, key, text, time } = await made({
      tenants: ['a', 'b'],
      roles: ['admin', 'agent'],
      agents: ['bot'],
      expiresInMs: DAY,
    });
    await safeai.apiKeys.revoke(key.id, { principal: APPROVER, requestId: 'r' });
    const detail = {
      key_id: key.id,
      roles: 'admin,agent',
      tenants: 2,
      agents: 1,
      expires_at: new Date(time.now + DAY).toISOString(),
    };
    const seen = records.map(({ event, tenantId, principal }) => [event, tenantId, principal]);
    expect(seen).toEqual([
      ['key.created', 'a', null],
      ['key.created', 'b', null],
      ['key.revoked', 'a', 'security-admin'],
      ['key.revoked', 'b', 'security-admin'],
    ]);
    for (const record of records) expect(record.detail).toEqual(detail);
    expect(events.map(({ event }) => event)).toEqual(records.map(({ event }) => event));
    expect(JSON.stringify([records, events])).not.toContain(text.slice(18));
  });

  test('that cannot be recorded is not given, and what is left of it is revoked', async () => {
    const { safeai } = house({}, { audit: { append: () => Promise.reject(new Error('disk')) } });
    const create = safeai.apiKeys.create({ tenants: ['acme'], roles: ['admin'] });
    await expect(create).rejects.toMatchObject({ code: 'audit_unavailable' });
    const [left] = await safeai.apiKeys.list();
    expect(left?.revokedAt).not.toBeNull();
  });
});

/** What a principal has that says so: an absent key stays absent. */
function changed(principal: Partial<Principal>, { tenants }: Partial<ApiKeyRequest>) {
  return tenants === undefined || principal.tenants !== undefined
    ? principal
    : { tenants, ...principal };
}

describe('who makes keys', () => {
  const admin: Principal = { ...APPROVER, tenant: 'acme', tenants: ['acme', 'beta'] };
  const everything = (principal: Principal) => async () => {
    const { safeai, records } = house();
    const { key } = await safeai.apiKeys.create({ tenants: ['acme'], roles: ['agent'] });
    const before = records.length;
    const { apiKeys } = safeai;
    for (const refused of [
      () => apiKeys.create({ tenants: ['acme'], roles: ['agent'] }, { principal }),
      () => apiKeys.list({}, { principal }),
      () => apiKeys.revoke(key.id, { principal }),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect([records.length, await apiKeys.list()]).toEqual([before, [key]]);
  };

  test('nobody without the role', everything({ ...admin, roles: ['approver', 'agent'] }));
  test('no key of one agent', everything({ ...admin, agents: ['bot'], agent: 'bot' }));
  test('no key of several', everything({ ...admin, agents: ['bot', 'other'] }));

  test.each([[['other']], [['acme', 'other']], [['*']], [['acme', '*']]])(
    'an admin makes none for %j that are not all its own',
    async (tenants) => {
      const { safeai } = house();
      const create = safeai.apiKeys.create({ tenants, roles: ['agent'] }, { principal: admin });
      await expect(create).rejects.toMatchObject({ code: 'forbidden' });
      expect(await safeai.apiKeys.list()).toEqual([]);
    },
  );

  test('an admin gives any role within its tenants, and is named as issuer', async () => {
    const { safeai } = house();
    const { key } = await safeai.apiKeys.create(
      { tenants: ['beta'], roles: ['admin'] },
      { principal: admin },
    );
    expect(key).toMatchObject({ roles: ['admin'], issuer: admin.user });
  });

  test('what is of other tenants is not there', async () => {
    const scopes = fc.constantFrom<readonly string[]>(
      ['*'],
      ['a'],
      ['b'],
      ['a', 'b'],
      ['a', 'c'],
      ['c'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(scopes, { maxLength: 8 }), scopes, async (held, tenants) => {
        const { start } = processes();
        const { safeai, records } = start();
        const all: ApiKey['id'][] = [];
        for (const scope of held) {
          all.push((await safeai.apiKeys.create({ tenants: scope, roles: ['viewer'] })).key.id);
        }
        const principal: Principal = { ...APPROVER, tenants };
        const isMine = (scope: readonly string[]) =>
          tenants.includes('*') || scope.every((tenant) => tenants.includes(tenant));
        const mine = all.filter((_, index) => isMine(held[index] ?? []));
        const listed = await safeai.apiKeys.list({}, { principal });
        expect(listed.map(({ id }) => id).sort()).toEqual([...mine].sort());
        const before = records.length;
        for (const id of all.filter((one) => !mine.includes(one))) {
          const revoke = safeai.apiKeys.revoke(id, { principal });
          await expect(revoke).rejects.toMatchObject({
            code: 'not_found',
            message: 'There is no such API key.',
          });
        }
        expect(records.length).toBe(before);
        for (const id of mine) await safeai.apiKeys.revoke(id, { principal });
        const left = await safeai.apiKeys.list();
        const live = left.filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id);
        expect(live.sort()).toEqual(all.filter((id) => !mine.includes(id)).sort());
      }),
      { numRuns: 40 },
    );
  });

  test('a list is of one tenant alone where it is named, and no longer than asked for', async () => {
    const { safeai } = processes().start();
    for (const tenants of [['a'], ['b'], ['a', 'b']]) {
      await safeai.apiKeys.create({ tenants, roles: ['viewer'] });
    }
    expect((await safeai.apiKeys.list({ tenantId: 'a' })).map(({ tenants }) => tenants)).toEqual([
      ['a'],
    ]);
    expect(await safeai.apiKeys.list({ limit: 2 })).toHaveLength(2);
    const principal = { ...APPROVER, tenants: ['b'] };
    expect(await safeai.apiKeys.list({ tenantId: 'a' }, { principal })).toEqual([]);
  });

  test('of an unknown id', async () => {
    const { safeai } = house();
    for (const id of ['key-000000000000', '', '*', SECRET]) {
      await expect(safeai.apiKeys.revoke(id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('a text', () => {
  test('with one character changed, added, removed or moved is nobody’s', async () => {
    const { safeai, text, asks } = await made();
    const character = fc.constantFrom('a', 'z', '0', '9', '_', '-', 'A', ' ', '\n', '\0', 'é');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), character, fc.nat(2), async (at, other, what) => {
        const rest = what === 0 ? text.slice(at) : text.slice(at + 1);
        const forged = text.slice(0, at) + (what === 2 ? '' : other) + rest;
        fc.pre(forged !== text);
        expect(await safeai.apiKeys.authenticate(forged)).toBeNull();
      }),
      { numRuns: 300 },
    );
    expect(await asks()).not.toBeNull();
  });

  test('of any kind is no reason to fail', async () => {
    const { safeai } = house();
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (text) => {
        expect(await safeai.apiKeys.authenticate(text as string)).toBeNull();
      }),
    );
  });

  test('with the id of one key and the secret of another is nobody’s', async () => {
    const { safeai, text } = await made();
    const other = await safeai.apiKeys.create({ tenants: ['beta'], roles: ['admin'] });
    const mixed = other.text.slice(0, 18) + text.slice(18);
    expect(await safeai.apiKeys.authenticate(mixed)).toBeNull();
  });

  test('that is right in capitals is nobody’s', async () => {
    const { safeai, text } = await made();
    for (const forged of [text.toUpperCase(), ` ${text}`, `${text} `, `Bearer ${text}`]) {
      expect(await safeai.apiKeys.authenticate(forged)).toBeNull();
    }
  });
});

describe('a key ends', () => {
  test('at the instant that it was made for', async () => {
    const { asks, time } = await made({ expiresInMs: 1000 });
    time.now += 999;
    expect(await asks()).not.toBeNull();
    time.now += 1;
    expect(await asks()).toBeNull();
  });

  test('at once where it is revoked, for good', async () => {
    const { safeai, asks, key, time } = await made();
    expect(await asks()).not.toBeNull();
    time.now += 5;
    const revoked = await safeai.apiKeys.revoke(key.id);
    expect(revoked).toEqual({ ...key, revokedAt: time.now });
    expect(await asks()).toBeNull();
    time.now += 5;
    await expect(safeai.apiKeys.revoke(key.id)).resolves.toEqual(revoked);
  });

  test('within half a second in another process', async () => {
    const { safeai, start, text, key } = await made();
    const other = start();
    const asks = () => other.safeai.apiKeys.authenticate(text);
    expect(await asks()).not.toBeNull();
    await safeai.apiKeys.revoke(key.id);
    other.time.now += 499;
    expect(await asks()).not.toBeNull();
    other.time.now += 1;
    expect(await asks()).toBeNull();
  });
});

describe('the state', () => {
  /** A store whose answers are given one by one. */
  class SlowStore extends MemoryApiKeyStore {
    readonly answers: (() => void)[] = [];

    override async get(id: string): Promise<ApiKey | undefined> {
      await new Promise<void>((answer) => this.answers.push(answer));
      return super.get(id);
    }
  }

  /** A store that counts questions, and does not answer them while it is away. */
  class CountingStore extends MemoryApiKeyStore {
    asked = 0;
    isAway = false;

    override get(id: string): Promise<ApiKey | undefined> {
      this.asked++;
      return this.isAway ? Promise.reject(new Error('away')) : super.get(id);
    }
  }

  test('is asked once for many requests, and again after half a second', async () => {
    const apiKeys = new CountingStore();
    const { safeai, time } = house({}, { apiKeys, secretHash: quickHash() });
    const { text } = await safeai.apiKeys.create({ tenants: ['acme'], roles: ['agent'] });
    const unknown = `sfai_${'0'.repeat(12)}_${'a'.repeat(43)}`;
    for (const known of [text, unknown]) {
      apiKeys.asked = 0;
      await Promise.all(Array.from({ length: 20 }, () => safeai.apiKeys.authenticate(known)));
      await safeai.apiKeys.authenticate(known);
      expect(apiKeys.asked).toBe(1);
      time.now += 500;
      await safeai.apiKeys.authenticate(known);
      expect(apiKeys.asked).toBe(2);
    }
  });

  test('does not grow with ids that nobody has', async () => {
    const apiKeys = new CountingStore();
    const { safeai } = house({}, { apiKeys, secretHash: quickHash() });
    const ask = (number: number) => {
      const id = String(number).padStart(12, '0');
      return safeai.apiKeys.authenticate(`sfai_${id}_${'a'.repeat(43)}`);
    };
    for (let number = 0; number < 4100; number++) await ask(number);
    apiKeys.asked = 0;
    await ask(4099);
    expect(apiKeys.asked).toBe(0);
    await ask(0);
    expect(apiKeys.asked).toBe(1);
  });

  test('that fails lets nobody in, and is asked again at once', async () => {
    const apiKeys = new CountingStore();
    const { safeai } = house({}, { apiKeys, secretHash: quickHash() });
    const { text } = await safeai.apiKeys.create({ tenants: ['acme'], roles: ['agent'] });
    apiKeys.isAway = true;
    await expect(safeai.apiKeys.authenticate(text)).rejects.toThrow('away');
    apiKeys.isAway = false;
    expect(await safeai.apiKeys.authenticate(text)).not.toBeNull();
  });

  test('that hangs is asked anew on behalf of those who come later', async () => {
    const apiKeys = new SlowStore();
    const { safeai, time } = house({}, { apiKeys, secretHash: quickHash() });
    const { text } = await safeai.apiKeys.create({ tenants: ['acme'], roles: ['agent'] });
    const early = safeai.apiKeys.authenticate(text);
    time.now += 500;
    const late = safeai.apiKeys.authenticate(text);
    expect(apiKeys.answers).toHaveLength(2);
    apiKeys.answers[1]?.();
    expect(await late).not.toBeNull();
    apiKeys.answers[0]?.();
    expect(await early).not.toBeNull();
  });

  test('is asked anew where a key is revoked while it answers', async () => {
    const apiKeys = new SlowStore();
    const { safeai } = house({}, { apiKeys, secretHash: quickHash() });
    const { key, text } = await safeai.apiKeys.create({ tenants: ['acme'], roles: ['agent'] });
    const before = safeai.apiKeys.authenticate(text);
    await safeai.apiKeys.revoke(key.id);
    const after = safeai.apiKeys.authenticate(text);
    expect(apiKeys.answers).toHaveLength(2);
    for (const answer of apiKeys.answers) answer();
    await before;
    expect(await after).toBeNull();
  });
});

describe('the slow hash', () => {
  test('is for the first time that a process sees a key', async () => {
    const { asks, secretHash, start, text } = await made();
    await Promise.all([asks(), asks(), asks()]);
    await asks();
    expect(secretHash.counts.matched).toBe(1);
    const other = start();
    await other.safeai.apiKeys.authenticate(text);
    expect(other.secretHash.counts.matched).toBe(1);
  });

  test('is not for a text that is not the key’s', async () => {
    const { safeai, text, secretHash } = await made();
    await safeai.apiKeys.authenticate(`${text.slice(0, 18)}${'A'.repeat(43)}`);
    expect(secretHash.counts.matched).toBe(0);
  });

  test('decides where the lookup says yes and it says no', async () => {
    const { asks, apiKeys, key } = await made();
    const kept = await apiKeys.get(key.id);
    if (kept !== undefined) await apiKeys.add({ ...kept, hash: 'quick$1$0' });
    expect(await asks()).toBeNull();
  });

  test('alone decides where the key of lookups was rotated, once for each text', async () => {
    const { text, start, apiKeys, key } = await made();
    const before = (await apiKeys.get(key.id))?.lookup;
    const rotated = ephemeralKeys();
    const first = start({ keys: rotated });
    expect(await first.safeai.apiKeys.authenticate(text)).not.toBeNull();
    expect(first.secretHash.counts.matched).toBe(1);
    expect((await apiKeys.get(key.id))?.lookup).not.toBe(before);
    // Renewed: from now on a wrong secret is told by its lookup again.
    const second = start({ keys: rotated });
    await second.safeai.apiKeys.authenticate(`${text.slice(0, 18)}${'A'.repeat(43)}`);
    expect(second.secretHash.counts.matched).toBe(0);
    expect(await second.safeai.apiKeys.authenticate(text)).not.toBeNull();
  });

  test('of a wrong secret renews nothing', async () => {
    const { text, start, apiKeys, key } = await made();
    const before = await apiKeys.get(key.id);
    const { safeai } = start({
      keys: ephemeralKeys(),
      secretHash: { hash: () => Promise.resolve(''), matches: () => Promise.resolve(false) },
    });
    expect(await safeai.apiKeys.authenticate(text)).toBeNull();
    expect(await apiKeys.get(key.id)).toEqual(before);
  });

  test('runs a few times at once, and refuses more than can wait', async () => {
    const { start, safeai: maker } = await made();
    const texts: string[] = [];
    for (let count = 0; count < 150; count++) {
      texts.push((await maker.apiKeys.create({ tenants: ['acme'], roles: ['agent'] })).text);
    }
    let running = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const { safeai } = start({
      keys: ephemeralKeys(),
      secretHash: {
        hash: () => Promise.resolve(''),
        matches: async () => {
          most = Math.max(most, ++running);
          await new Promise<void>((end) => ends.push(end));
          running--;
          return false;
        },
      },
    });
    const guesses = Promise.allSettled(
      Array.from({ length: 300 }, (_, index) => {
        const id = (texts[index >> 1] ?? '').slice(0, 18);
        return safeai.apiKeys.authenticate(`${id}${String(index).padStart(43, 'A')}`);
      }),
    );
    let left = 4 + 256;
    while (left > 0) {
      await Promise.resolve();
      const end = ends.shift();
      end?.();
      if (end !== undefined) left--;
    }
    const answers = await guesses;
    expect(most).toBe(4);
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as SafeAIError).code)).toEqual(
      Array(40).fill('state_unavailable'),
    );
  });

  test('of guesses at one key keeps no other key from being checked', async () => {
    const { start, safeai: maker, text } = await made();
    const other = await maker.apiKeys.create({ tenants: ['acme'], roles: ['agent'], user: 'bo' });
    const right = other.text.slice(18);
    const { safeai } = start({
      keys: ephemeralKeys(),
      secretHash: {
        hash: () => Promise.resolve(''),
        // Guesses take for ever.
        matches: (secret) =>
          secret === right ? Promise.resolve(true) : new Promise(() => undefined),
      },
    });
    const refusals: unknown[] = [];
    for (let index = 0; index < 300; index++) {
      const guess = `${text.slice(0, 18)}${String(index).padStart(43, 'A')}`;
      void safeai.apiKeys.authenticate(guess).catch((error: unknown) => refusals.push(error));
    }
    expect(await safeai.apiKeys.authenticate(other.text)).toMatchObject({ user: 'bo' });
    expect(refusals).toHaveLength(298);
  });
});
