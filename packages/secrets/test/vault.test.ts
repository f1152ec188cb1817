import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseSecretRef, type SecretRef } from '@safeai/core';
import { VaultBackend, type VaultSettings } from '../src/index.ts';
import { Bao, describeServers, START_MS } from './support/servers.ts';
import { failureOf, stage, StillClock, until } from './support/stage.ts';

const CANARY = 'canary-4711-swordfish';

function ref(text: string): SecretRef {
  const reference = parseSecretRef(text);
  if (reference === undefined) throw new Error(text);
  return reference;
}

describeServers('Vault', () => {
  let bao: Bao;

  beforeAll(async () => {
    bao = await Bao.start();
    await bao.do('POST', 'sys/mounts/kv1', { type: 'kv', options: { version: '1' } });
    await bao.do('POST', 'sys/mounts/team/deep', { type: 'kv', options: { version: '2' } });
    await bao.do('POST', 'kv1/app', { openai: CANARY, port: 5432 });
    await bao.do('POST', 'team/deep/data/data/app', { data: { openai: CANARY } });
    await bao.put('safeai', { openai: CANARY, value: 'the-one-value', empty: '', list: ['a'] });
  }, START_MS);

  afterAll(() => bao.stop());

  function vault(token: string = Bao.ROOT, settings: Partial<VaultSettings> = {}) {
    const clock = new StillClock();
    const address = bao.address;
    const path = 'secret/data/safeai';
    const environment = { VAULT_TOKEN: token };
    const backend = new VaultBackend(
      { address, path, ...settings },
      { environment, clock, random: () => 0.5 },
    );
    return stage({ backends: [backend], clock });
  }

  test.each([
    ['the path of the API', 'secret://vault/secret/data/safeai#openai'],
    ['a path without data/', 'secret://vault/secret/safeai#openai'],
    ['the path of the settings', 'secret://vault#openai'],
    ['the default backend', 'secret://default#openai'],
    ['version 1 of the engine', 'secret://vault/kv1/app#openai'],
    [
      'a deeper mount, and a secret that begins with data',
      'secret://vault/team/deep/data/data/app#openai',
    ],
  ])('%s', async (_, text) => {
    const { secrets } = vault();
    expect((await secrets.resolve(ref(text))).reveal()).toBe(CANARY);
  });

  test('a reference without a key is the field called value', async () => {
    const { secrets } = vault();
    const secret = await secrets.resolve(ref('secret://vault/secret/data/safeai'));
    expect(secret.reveal()).toBe('the-one-value');
  });

  test('a number is its text', async () => {
    const { secrets } = vault();
    expect((await secrets.resolve(ref('secret://vault/kv1/app#port'))).reveal()).toBe('5432');
  });

  test('a token that may read the secret and nothing else', async () => {
    const token = await bao.token('path "secret/data/safeai" { capabilities = ["read"] }', {
      no_default_policy: true,
    });
    const { secrets } = vault(token);
    expect((await secrets.resolve(ref('secret://vault#openai'))).reveal()).toBe(CANARY);
  });

  test('versions', async () => {
    await bao.put('versions', { key: 'the-first-version' });
    await bao.put('versions', { key: 'the-second-version' });
    const { secrets } = vault();
    const read = async (text: string): Promise<string> =>
      (await secrets.resolve(ref(text))).reveal();
    expect(await read('secret://vault/secret/data/versions#key')).toBe('the-second-version');
    expect(await read('secret://vault/secret/versions?version=1#key')).toBe('the-first-version');
    expect(secrets.status().secrets.map(({ version }) => version)).toEqual(['2', '1']);
  });

  test.each<[string, string, string, RegExp]>([
    [
      'a missing secret',
      'secret://vault/secret/data/nothing#key',
      'missing',
      /no secret at this path/,
    ],
    [
      'a missing secret in version 1',
      'secret://vault/kv1/nothing#key',
      'missing',
      /check the path/,
    ],
    ['a missing key', 'secret://vault#nothing', 'no_key', /no such field/],
    ['an empty value', 'secret://vault#empty', 'missing', /it is empty/],
    ['a value that is no text', 'secret://vault#list', 'malformed', /list or an object/],
    [
      'a path that is not of the engine',
      'secret://vault/cubbyhole/app#key',
      'misconfigured',
      /key-value engine/,
    ],
    [
      'a path that leads elsewhere',
      'secret://vault/secret/../sys/seal#key',
      'misconfigured',
      /dots/,
    ],
    [
      'a version in version 1',
      'secret://vault/kv1/app?version=1#openai',
      'misconfigured',
      /keeps no versions/,
    ],
    [
      'a version that is no number',
      'secret://vault?version=latest#openai',
      'misconfigured',
      /is a number/,
    ],
  ])('%s', async (_, text, reason, message) => {
    const { secrets } = vault();
    const error = await failureOf(secrets.resolve(ref(text)));
    expect(error).toMatchObject({ code: 'secret_unavailable', reason });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(text);
    expect(inspect(error)).not.toContain(CANARY);
  });

  test('a deleted and a destroyed version', async () => {
    await bao.put('gone', { key: CANARY });
    const { secrets, clock, alarms } = vault();
    const reference = ref('secret://vault/secret/data/gone#key');
    await secrets.resolve(reference);
    await bao.do('DELETE', 'secret/data/gone');
    clock.pass(10 * 60_000);
    expect(await failureOf(secrets.resolve(reference))).toMatchObject({ reason: 'deleted' });
    expect(secrets.current(reference)).toBeUndefined();
    expect(alarms).toMatchObject([{ kind: 'lost', reason: 'deleted' }]);
    await bao.do('PUT', 'secret/destroy/gone', { versions: [1] });
    clock.pass(10 * 60_000);
    expect((await failureOf(secrets.resolve(reference))).message).toMatch(/destroyed/);
    expect(inspect(alarms)).not.toContain(CANARY);
  });

  test('a policy that does not allow it is told from a token that does not serve', async () => {
    const token = await bao.token('path "secret/data/other" { capabilities = ["read"] }');
    const denied = await failureOf(vault(token).secrets.resolve(ref('secret://vault#openai')));
    expect(denied).toMatchObject({ reason: 'denied' });
    expect(denied.message).toMatch(/no policy of the token lets it read this path/);
    const wrong = await failureOf(
      vault('s.this-is-not-a-token').secrets.resolve(ref('secret://vault#openai')),
    );
    expect(wrong).toMatchObject({ reason: 'unauthenticated' });
    expect(wrong.message).toMatch(/another token into the environment variable VAULT_TOKEN/);
    expect(inspect(wrong)).not.toContain('this-is-not-a-token');
  });

  test('no token, and one that cannot be', async () => {
    const none = await failureOf(
      vault(Bao.ROOT, { tokenEnv: 'OTHER' }).secrets.resolve(ref('secret://vault#openai')),
    );
    expect(none.message).toMatch(
      /the environment variable OTHER, which should hold the token, is not set/,
    );
    const split = await failureOf(
      vault(`${CANARY}\nx-other: header`).secrets.resolve(ref('secret://vault#openai')),
    );
    expect(split.message).toMatch(/is not the text of one/);
    expect(inspect(split)).not.toContain(CANARY);
  });

  test('a token is renewed before it ends, and told where it cannot be', async () => {
    const rules = 'path "secret/data/safeai" { capabilities = ["read"] }';
    const token = await bao.token(rules, { ttl: '60s' });
    const { secrets, clock, alarms } = vault(token);
    await secrets.resolve(ref('secret://vault#openai'));
    const ttl = async (): Promise<number> => {
      const { body } = await bao.ask('GET', 'auth/token/lookup-self', undefined, token);
      return (body.data as { ttl: number; last_renewal_time?: number }).last_renewal_time ?? 0;
    };
    await secrets.sweep();
    expect(await ttl()).toBe(0);
    clock.pass(40_000);
    await secrets.sweep();
    expect(await ttl()).toBeGreaterThan(0);
    expect(alarms).toEqual([]);

    const last = await bao.token(rules, { ttl: '60s', renewable: false });
    const ending = vault(last);
    await ending.secrets.resolve(ref('secret://vault#openai'));
    ending.clock.pass(40_000);
    await ending.secrets.sweep();
    await ending.secrets.sweep();
    expect(ending.alarms).toMatchObject([
      { kind: 'login', backend: 'vault', reason: 'unauthenticated' },
    ]);
    expect(ending.alarms[0]?.message).toMatch(/ends soon and cannot be renewed/);
    expect(ending.secrets.status().backends).toMatchObject([{ state: 'stale' }]);
  });

  test('a revoked token: the last value is used on, with an alarm, and not for ever', async () => {
    const token = await bao.token('path "secret/data/safeai" { capabilities = ["read"] }');
    const { secrets, clock, alarms } = vault(token);
    const reference = ref('secret://vault#openai');
    await secrets.resolve(reference);
    await bao.do('POST', 'auth/token/revoke', { token });
    clock.pass(6 * 60_000);
    expect((await secrets.resolve(reference)).reveal()).toBe(CANARY);
    expect(alarms).toMatchObject([{ kind: 'stale', reason: 'unauthenticated' }]);
    clock.pass(60 * 60_000);
    expect(await failureOf(secrets.resolve(reference))).toMatchObject({
      reason: 'unauthenticated',
    });
    expect(alarms).toMatchObject([{ kind: 'stale' }, { kind: 'lost' }]);
  });

  test('a token that has expired', async () => {
    const token = await bao.token('path "secret/data/safeai" { capabilities = ["read"] }', {
      ttl: '1s',
      renewable: false,
    });
    const { secrets, clock, alarms } = vault(token);
    const reference = ref('secret://vault#openai');
    await secrets.resolve(reference);
    await until(
      async () => (await bao.ask('GET', 'auth/token/lookup-self', undefined, token)).status === 403,
    );
    clock.pass(6 * 60_000);
    expect((await secrets.resolve(reference)).reveal()).toBe(CANARY);
    expect(alarms).toMatchObject([{ kind: 'stale', reason: 'unauthenticated' }]);
    expect(alarms[0]?.message).toMatch(/has expired or was revoked/);
    // At the start there is no value to go on with.
    const error = await failureOf(vault(token).secrets.load([{ reference }]));
    expect(error).toMatchObject({ reason: 'unauthenticated' });
  });

  test('namespaces', async () => {
    await bao.do('POST', 'sys/namespaces/tenant', {});
    const inside = { headers: { 'x-vault-token': Bao.ROOT, 'x-vault-namespace': 'tenant' } };
    const url = (path: string): string => `${bao.address}/v1/${path}`;
    const mount = JSON.stringify({ type: 'kv', options: { version: '2' } });
    await fetch(url('sys/mounts/secret'), { method: 'POST', body: mount, ...inside });
    const data = JSON.stringify({ data: { openai: 'the-value-of-the-tenant' } });
    await fetch(url('secret/data/safeai'), { method: 'POST', body: data, ...inside });
    const { secrets } = vault(Bao.ROOT, { namespace: 'tenant' });
    expect((await secrets.resolve(ref('secret://vault#openai'))).reveal()).toBe(
      'the-value-of-the-tenant',
    );
    const other = vault(Bao.ROOT, { namespace: 'nobody' });
    expect(await failureOf(other.secrets.resolve(ref('secret://vault#openai')))).toMatchObject({
      code: 'secret_unavailable',
    });
  });

  test('a quota: asked again, and after a while left alone', async () => {
    await bao.put('quota', { key: CANARY });
    await bao.do('POST', 'sys/quotas/rate-limit/tests', {
      path: 'secret/data/quota',
      rate: 1,
      interval: '30s',
    });
    try {
      const { secrets, clock, alarms } = vault();
      const reference = ref('secret://vault/secret/data/quota#key');
      await secrets.resolve(reference);
      clock.pass(5 * 60_000);
      expect((await secrets.resolve(reference)).reveal()).toBe(CANARY);
      expect(alarms).toMatchObject([{ kind: 'stale', reason: 'rate_limited' }]);
    } finally {
      await bao.do('DELETE', 'sys/quotas/rate-limit/tests');
    }
  });

  test('check tells names and states, and no value', async () => {
    const { secrets } = vault();
    secrets.expect([ref('secret://vault#openai'), ref('secret://vault#nothing')]);
    const status = await secrets.check();
    expect(status).toMatchObject({
      backends: [{ backend: 'vault', state: 'failed', references: 2, reason: 'no_key' }],
      secrets: [
        { reference: 'secret://vault#openai', state: 'ok', reason: null, searched: true },
        { reference: 'secret://vault#nothing', state: 'lost', reason: 'no_key', searched: false },
      ],
    });
    expect(JSON.stringify(status)).not.toContain(CANARY);
    expect(inspect(secrets, { depth: null, showHidden: true })).not.toContain(CANARY);
  });
});

describeServers('Vault that goes down', () => {
  test(
    'sealed, stopped, started again with another value',
    async () => {
      let bao = await Bao.start();
      const { port, address } = bao;
      try {
        await bao.put('safeai', { openai: CANARY });
        const clock = new StillClock();
        const backend = new VaultBackend(
          { address, path: 'secret/data/safeai' },
          { environment: { VAULT_TOKEN: Bao.ROOT }, clock },
        );
        const { secrets, alarms, rotations, values } = stage({ backends: [backend], clock });
        const reference = ref('secret://vault#openai');
        await secrets.load([{ reference }]);

        await bao.do('POST', 'sys/seal');
        clock.pass(6 * 60_000);
        expect((await secrets.resolve(reference)).reveal()).toBe(CANARY);
        expect(alarms).toMatchObject([{ kind: 'stale', reason: 'sealed' }]);
        expect(alarms[0]?.message).toMatch(/is sealed; unseal it/);

        await bao.stop();
        clock.pass(6 * 60_000);
        expect((await secrets.resolve(reference)).reveal()).toBe(CANARY);
        expect(secrets.status().secrets).toMatchObject([{ state: 'stale', reason: 'unreachable' }]);
        // A reload while it is down changes nothing.
        await secrets.load([{ reference }]);

        bao = await Bao.start(port);
        await bao.put('safeai', { openai: 'another-value-4712' });
        clock.pass(6 * 60_000);
        expect((await secrets.resolve(reference)).reveal()).toBe('another-value-4712');
        expect(alarms).toMatchObject([{ kind: 'stale' }, { kind: 'recovered' }]);
        expect(rotations).toMatchObject([{ backend: 'vault', reference: reference.toString() }]);
        expect(values.at(-1)?.map(({ value }) => value)).toEqual(['another-value-4712', CANARY]);
        expect(inspect([alarms, rotations, secrets.status()])).not.toContain(CANARY);
      } finally {
        await bao.stop();
      }
    },
    START_MS,
  );
});
