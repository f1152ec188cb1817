import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SecretRef } from '@safeai/core';
import { SignJWT } from 'jose';
import {
  VaultBackend,
  type AppRoleSettings,
  type KubernetesSettings,
  type VaultSettings,
} from '../src/index.ts';
import { makeCertificate } from './support/certificate.ts';
import { Bao, describeServers, START_MS } from './support/servers.ts';
import { failureOf, stage, StillClock, until } from './support/stage.ts';

const CANARY = 'canary-4711-swordfish';
const OPENAI = new SecretRef('vault', undefined, 'openai');
const READER = 'path "secret/data/*" { capabilities = ["read"] }';

describeServers('Logging in to Vault', () => {
  let bao: Bao;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-secrets-'));
    bao = await Bao.start();
    await bao.put('safeai', { openai: CANARY });
    await bao.do('PUT', 'sys/policies/acl/reader', { policy: READER });
    await bao.do('POST', 'sys/auth/approle', { type: 'approle' });
    await bao.do('POST', 'sys/auth/kubernetes', { type: 'kubernetes' });
  }, START_MS);

  afterAll(async () => {
    await bao.stop();
    await rm(folder, { recursive: true });
  });

  let roles = 0;

  async function role(settings: Record<string, unknown> = {}) {
    const name = `role-${String(++roles)}`;
    await bao.do('POST', `auth/approle/role/${name}`, {
      token_policies: ['reader'],
      token_ttl: '60s',
      ...settings,
    });
    const { data } = await bao.do('GET', `auth/approle/role/${name}/role-id`);
    return {
      change: (more: Record<string, unknown>) => bao.do('POST', `auth/approle/role/${name}`, more),
      roleId: (data as { role_id: string }).role_id,
      newSecretId: async (): Promise<string> => {
        const made = await bao.do('POST', `auth/approle/role/${name}/secret-id`, {});
        return (made.data as { secret_id: string }).secret_id;
      },
      wrappedSecretId: async (): Promise<string> => {
        const response = await fetch(`${bao.address}/v1/auth/approle/role/${name}/secret-id`, {
          method: 'POST',
          headers: { 'x-vault-token': Bao.ROOT, 'x-vault-wrap-ttl': '60s' },
        });
        const { wrap_info } = (await response.json()) as { wrap_info: { token: string } };
        return wrap_info.token;
      },
    };
  }

  function vault(
    auth: AppRoleSettings | KubernetesSettings,
    environment: Record<string, string> = {},
    more: Partial<VaultSettings> = {},
  ) {
    const clock = new StillClock();
    const settings = { address: bao.address, path: 'secret/data/safeai', auth, ...more };
    const backend = new VaultBackend(settings, { environment, clock, random: () => 0.5 });
    return stage({ backends: [backend], clock });
  }

  /** How many tokens there are. */
  async function tokens(): Promise<number> {
    const { data } = await bao.do('LIST', 'auth/token/accessors');
    return (data as { keys: string[] }).keys.length;
  }

  test('AppRole: one login for all who wait for it', async () => {
    const { roleId, newSecretId } = await role({ secret_id_num_uses: 1 });
    const { secrets } = vault(
      { method: 'approle', roleId },
      { VAULT_SECRET_ID: `${await newSecretId()}\n` },
    );
    await bao.put('other', { openai: CANARY });
    const references = ['safeai', 'other', 'safeai'].map(
      (name) => new SecretRef('vault', `secret/data/${name}`, 'openai'),
    );
    const read = await Promise.all(references.map((reference) => secrets.resolve(reference)));
    expect(read.map((secret) => secret.reveal())).toEqual([CANARY, CANARY, CANARY]);
  });

  test('AppRole: a token that ends is renewed, and got anew at the end of all its time', async () => {
    const { roleId, newSecretId } = await role({ token_ttl: '60s', token_max_ttl: '70s' });
    const auth: AppRoleSettings = { method: 'approle', roleId, secretIdEnv: 'ID' };
    const { secrets, clock, alarms } = vault(auth, { ID: await newSecretId() });
    await secrets.resolve(OPENAI);
    const before = await tokens();
    clock.pass(41_000);
    await secrets.sweep();
    expect(await tokens()).toBe(before);
    // For Vault no time has passed, for this side all of it: the token is got anew without a renewal.
    clock.pass(3_600_000);
    await secrets.resolve(OPENAI);
    expect(await tokens()).toBe(before + 1);
    expect(alarms).toEqual([]);
  });

  test('AppRole: a token that is not renewable is got anew', async () => {
    const { roleId, newSecretId } = await role({ token_type: 'batch' });
    const auth: AppRoleSettings = { method: 'approle', roleId };
    const { secrets, clock, alarms } = vault(auth, { VAULT_SECRET_ID: await newSecretId() });
    await secrets.resolve(OPENAI);
    clock.pass(41_000);
    await secrets.sweep();
    clock.pass(300_000);
    expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
    expect(alarms).toEqual([]);
  });

  test('AppRole: a token that was revoked is got anew, without an alarm', async () => {
    const { roleId, newSecretId } = await role();
    const auth: AppRoleSettings = { method: 'approle', roleId };
    const { secrets, clock, alarms } = vault(auth, { VAULT_SECRET_ID: await newSecretId() });
    await secrets.resolve(OPENAI);
    await bao.do('POST', 'sys/leases/revoke-prefix/auth/approle/login', {});
    clock.pass(6 * 60_000);
    expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
    expect(alarms).toEqual([]);
  });

  test('AppRole: a token that has expired by the clock of Vault alone is got anew', async () => {
    const before = await tokens();
    const { roleId, newSecretId } = await role({ token_ttl: '1s' });
    const auth: AppRoleSettings = { method: 'approle', roleId };
    const { secrets, alarms } = vault(auth, { VAULT_SECRET_ID: await newSecretId() });
    await secrets.resolve(OPENAI);
    await until(async () => (await tokens()) === before);
    await bao.put('expiry', { key: CANARY });
    const other = await secrets.resolve(new SecretRef('vault', 'secret/data/expiry', 'key'));
    expect(other.reveal()).toBe(CANARY);
    expect(alarms).toEqual([]);
  });

  test('AppRole: rights that a role is given later serve without a restart', async () => {
    const settings = { token_policies: ['default'], token_ttl: '1h' };
    const { roleId, newSecretId, change } = await role(settings);
    const auth: AppRoleSettings = { method: 'approle', roleId };
    const { secrets, clock } = vault(auth, { VAULT_SECRET_ID: await newSecretId() });
    expect(await failureOf(secrets.resolve(OPENAI))).toMatchObject({ reason: 'denied' });
    await change({ token_policies: ['reader'] });
    clock.pass(5 * 60_000);
    expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
  });

  test('AppRole: while renewing fails an alarm stands, once', async () => {
    const { roleId, newSecretId } = await role();
    const environment = { VAULT_SECRET_ID: await newSecretId() };
    const { secrets, clock, alarms } = vault({ method: 'approle', roleId }, environment);
    await secrets.resolve(OPENAI);
    await bao.do('POST', 'sys/leases/revoke-prefix/auth/approle/login', {});
    environment.VAULT_SECRET_ID = CANARY;
    clock.pass(41_000);
    for (let seconds = 0; seconds < 15; seconds++) {
      await secrets.sweep();
      clock.pass(1000);
    }
    expect(alarms).toMatchObject([{ kind: 'login', reason: 'unauthenticated' }]);
    environment.VAULT_SECRET_ID = await newSecretId();
    clock.pass(10_000);
    await secrets.sweep();
    await secrets.sweep();
    expect(alarms).toMatchObject([{ kind: 'login' }, { kind: 'recovered' }]);
    expect(inspect(alarms)).not.toContain(CANARY);
  });

  test('AppRole: a secret id in a file is read again at each login', async () => {
    const { roleId, newSecretId } = await role({ secret_id_num_uses: 1 });
    const secretIdFile = join(folder, 'secret-id');
    await writeFile(secretIdFile, `${await newSecretId()}\n`);
    const { secrets, clock, alarms } = vault({ method: 'approle', roleId, secretIdFile });
    await secrets.resolve(OPENAI);
    await writeFile(secretIdFile, await newSecretId());
    clock.pass(6 * 60_000);
    expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
    expect(alarms).toEqual([]);
  });

  test('AppRole: a wrapped secret id is taken out once; one that was taken out before is told', async () => {
    const { roleId, wrappedSecretId } = await role();
    const wrapped = await wrappedSecretId();
    const auth: AppRoleSettings = { method: 'approle', roleId, wrapped: true };
    const first = vault(auth, { VAULT_SECRET_ID: wrapped });
    await first.secrets.resolve(OPENAI);
    first.clock.pass(6 * 60_000);
    expect((await first.secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
    expect(first.alarms).toEqual([]);
    const second = vault(auth, { VAULT_SECRET_ID: wrapped });
    const error = await failureOf(second.secrets.resolve(OPENAI));
    expect(error).toMatchObject({ reason: 'unauthenticated' });
    expect(error.message).toMatch(/somebody else has it/);
    expect(inspect(error)).not.toContain(wrapped);
  });

  test('AppRole: what is wrong is told', async () => {
    const { roleId, newSecretId } = await role();
    const messages = await Promise.all(
      [
        vault({ method: 'approle', roleId }, { VAULT_SECRET_ID: CANARY }),
        vault({ method: 'approle', roleId: 'nobody' }, { VAULT_SECRET_ID: await newSecretId() }),
        vault({ method: 'approle', roleId, mount: 'elsewhere' }, { VAULT_SECRET_ID: CANARY }),
        vault({ method: 'approle', roleId }),
        vault({ method: 'approle', roleId, secretIdFile: join(folder, 'nothing') }),
      ].map(async ({ secrets }) => (await failureOf(secrets.resolve(OPENAI))).message),
    );
    expect(messages).toEqual([
      expect.stringMatching(/refuses the login; check role_id, the secret id and their limits$/),
      expect.stringMatching(/refuses the login/),
      expect.stringMatching(/refuses the login|no login method mounted at elsewhere/),
      expect.stringMatching(/VAULT_SECRET_ID, which should hold the secret id, is not set$/),
      expect.stringMatching(/which should hold the secret id, cannot be read/),
    ]);
    expect(messages.join()).not.toContain(CANARY);
  });

  test('AppRole: a role that may not read', async () => {
    const { roleId, newSecretId } = await role({ token_policies: ['default'] });
    const auth: AppRoleSettings = { method: 'approle', roleId };
    const { secrets } = vault(auth, { VAULT_SECRET_ID: await newSecretId() });
    expect(await failureOf(secrets.resolve(OPENAI))).toMatchObject({ reason: 'denied' });
  });

  test('AppRole: the login ends with the process', async () => {
    const before = await tokens();
    const { roleId, newSecretId } = await role();
    const auth: AppRoleSettings = { method: 'approle', roleId };
    const { secrets } = vault(auth, { VAULT_SECRET_ID: await newSecretId() });
    await secrets.resolve(OPENAI);
    expect(await tokens()).toBe(before + 1);
    await secrets.close();
    expect(await tokens()).toBe(before);
    expect(await failureOf(secrets.resolve(OPENAI))).toMatchObject({ code: 'shutting_down' });
  });

  test('Kubernetes: the service account, read again at each login', async () => {
    const reviewed: string[] = [];
    const kubernetes = createServer((request, response) => {
      let text = '';
      request.on('data', (piece: Buffer) => (text += piece.toString()));
      request.on('end', () => {
        const { spec } = JSON.parse(text) as { spec: { token: string } };
        reviewed.push(spec.token);
        const user = { username: 'system:serviceaccount:prod:safeai', uid: 'uid-1', groups: [] };
        const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview' };
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            ...review,
            status: { authenticated: true, audiences: ['vault'], user },
          }),
        );
      });
    }).listen(0, '127.0.0.1');
    await once(kubernetes, 'listening');
    try {
      const { port } = kubernetes.address() as AddressInfo;
      await bao.do('POST', 'auth/kubernetes/config', {
        kubernetes_host: `http://127.0.0.1:${String(port)}`,
        token_reviewer_jwt: 'reviewer',
        disable_local_ca_jwt: true,
        kubernetes_ca_cert: readFileSync(makeCertificate(folder).cert, 'utf8'),
      });
      await bao.do('POST', 'auth/kubernetes/role/safeai', {
        bound_service_account_names: ['safeai'],
        bound_service_account_namespaces: ['prod'],
        token_policies: ['reader'],
        token_ttl: '60s',
        audience: 'vault',
      });
      const jwtFile = join(folder, 'jwt');
      const [first, second] = [await serviceAccount(1), await serviceAccount(2)];
      await writeFile(jwtFile, first);
      const { secrets, clock } = vault({ method: 'kubernetes', role: 'safeai', jwtFile });
      expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
      await writeFile(jwtFile, second);
      clock.pass(6 * 60_000);
      expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
      expect(reviewed).toEqual([first, second]);

      const other = vault({ method: 'kubernetes', role: 'nobody', jwtFile });
      const error = await failureOf(other.secrets.resolve(OPENAI));
      expect(error).toMatchObject({ reason: 'unauthenticated' });
      expect(inspect(error)).not.toContain(second);
      const missing = vault({ method: 'kubernetes', role: 'safeai', jwtFile: join(folder, 'no') });
      expect((await failureOf(missing.secrets.resolve(OPENAI))).message).toMatch(
        /should hold the token of the service account, cannot be read/,
      );
    } finally {
      kubernetes.close();
    }
  });
});

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function serviceAccount(number: number): Promise<string> {
  const serviceaccount = { name: 'safeai', uid: 'uid-1' };
  return new SignJWT({ 'kubernetes.io': { namespace: 'prod', serviceaccount } })
    .setProtectedHeader({ alg: 'RS256' })
    .setSubject('system:serviceaccount:prod:safeai')
    .setAudience(['vault'])
    .setJti(String(number))
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
}
