import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { SecretRef } from '@safeai/core';
import { VaultBackend, type VaultSettings } from '../src/index.ts';
import { makeCertificate } from './support/certificate.ts';
import { freePort } from './support/servers.ts';
import { failureOf, stage, StillClock } from './support/stage.ts';
import { standIn, type StandIn } from './support/stand-in.ts';

const CANARY = 'canary-4711-swordfish';
const TOKEN = 's.token-4711';
const OPENAI = new SecretRef('vault', undefined, 'openai');
const SECRET = { data: { data: { openai: CANARY }, metadata: { version: 7 } } };

const folder = mkdtempSync(join(tmpdir(), 'safeai-secrets-'));
const open: StandIn[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What stands in for Vault answers reads of secrets with; the rest as a token without rights to look around gets it. */
async function vaultThat(
  answer: RequestListener,
  more: Partial<VaultSettings> = {},
  timeoutMs = 5000,
) {
  const server = await standIn((request, response) => {
    if ((request.url ?? '').startsWith('/v1/secret/')) answer(request, response);
    else json(response, 403, { errors: ['permission denied'] });
  });
  open.push(server);
  return { server, ...backendAt(server.address, more, timeoutMs) };
}

function backendAt(address: string, more: Partial<VaultSettings> = {}, timeoutMs = 5000) {
  const clock = new StillClock();
  const settings = { address, path: 'secret/data/safeai', ...more };
  const environment = { VAULT_TOKEN: TOKEN };
  const backend = new VaultBackend(settings, { environment, clock, random: () => 0.5 });
  return stage({ backends: [backend], clock, timeoutMs });
}

function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function reads(server: StandIn): number {
  return server.requests.filter((each) => each.includes('/v1/secret/')).length;
}

test('a token that may not look around reads by the shape of the answer', async () => {
  const { server, secrets } = await vaultThat((_, response) => {
    json(response, 200, SECRET);
  });
  expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
  expect(secrets.status().secrets).toMatchObject([{ version: '7' }]);
  const sent = server.headers.at(-1);
  expect(sent).toMatchObject({ 'x-vault-token': TOKEN, 'x-vault-request': 'true' });
});

test.each([
  [412, 'unavailable'],
  [429, 'rate_limited'],
  [472, 'unavailable'],
  [473, 'unavailable'],
  [500, 'unavailable'],
  [502, 'unavailable'],
  [503, 'unavailable'],
])('%i is tried again, and then told', async (status, reason) => {
  let failing = 2;
  const { server, secrets, waits } = await vaultThat((_, response) => {
    if (failing-- > 0) json(response, status, { errors: [CANARY] });
    else json(response, 200, SECRET);
  });
  expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
  expect(reads(server)).toBe(3);
  expect(waits).toEqual([75, 150]);

  const down = await vaultThat((_, response) => {
    json(response, status, { errors: [CANARY] });
  });
  const error = await failureOf(down.secrets.resolve(OPENAI));
  expect(error).toMatchObject({ reason });
  expect(reads(down.server)).toBe(3);
  expect(inspect(error)).not.toContain(CANARY);
});

test.each([400, 401, 404, 405, 418])('%i is not tried again', async (status) => {
  const { server, secrets } = await vaultThat((_, response) => {
    json(response, status, { errors: [CANARY] });
  });
  const error = await failureOf(secrets.resolve(OPENAI));
  expect(error).toMatchObject({ code: 'secret_unavailable' });
  expect(reads(server)).toBe(1);
  expect(inspect(error)).not.toContain(CANARY);
});

test('429 with Retry-After: not asked again before', async () => {
  const { server, secrets, clock, waits } = await vaultThat((_, response) => {
    json(response, 429, { errors: [] }, { 'retry-after': '90' });
  });
  await failureOf(secrets.resolve(OPENAI));
  expect(waits).toEqual([]);
  clock.pass(89_000);
  expect(await failureOf(secrets.resolve(OPENAI))).toMatchObject({ reason: 'rate_limited' });
  await secrets.sweep();
  expect(reads(server)).toBe(1);
  clock.pass(1000);
  await failureOf(secrets.resolve(OPENAI));
  expect(reads(server)).toBe(2);
});

test('429 with a Retry-After that there is time for', async () => {
  let asked = 0;
  const { secrets, waits } = await vaultThat((_, response) => {
    if (asked++ === 0) json(response, 429, {}, { 'retry-after': '2' });
    else json(response, 200, SECRET);
  });
  await secrets.resolve(OPENAI);
  expect(waits).toEqual([2000]);
});

test.each<[string, RequestListener]>([
  ['no answer', () => undefined],
  [
    'an answer that never ends',
    (_, response) => {
      response.writeHead(200);
      response.write('{"data":');
    },
  ],
])('%s: the limit of time', async (_, answer) => {
  const { secrets } = await vaultThat(answer, {}, 100);
  const error = await failureOf(secrets.resolve(OPENAI));
  expect(error).toMatchObject({ reason: 'timeout' });
  expect(error.message).toMatch(/vault did not answer within 0.1s \(secrets\.timeout\)/);
});

test.each<[string, string]>([
  ['no JSON', `{"data": {"data": {"openai": "${CANARY}"`],
  ['a list', `["${CANARY}"]`],
  ['nothing', ''],
  ['no secret', `{"data": "${CANARY}"}`],
  ['no fields', `{"data": {"data": "${CANARY}", "metadata": {"version": 1}}}`],
])('an answer that is %s', async (_, text) => {
  const { secrets } = await vaultThat((__, response) => {
    response.end(text);
  });
  const error = await failureOf(secrets.resolve(OPENAI));
  expect(error).toMatchObject({ reason: 'malformed' });
  expect(inspect(error)).not.toContain(CANARY);
});

test('an answer that is too large', async () => {
  const { secrets } = await vaultThat((_, response) => {
    response.end(JSON.stringify({ data: { openai: CANARY.repeat(100_000) } }));
  });
  expect(await failureOf(secrets.resolve(OPENAI))).toMatchObject({ reason: 'malformed' });
});

test('a connection that breaks', async () => {
  const { secrets } = await vaultThat((_, response) => {
    response.destroy();
  });
  expect(await failureOf(secrets.resolve(OPENAI))).toMatchObject({ reason: 'unreachable' });
});

test('redirects within the address are followed, others never get the token', async () => {
  const { server, secrets } = await vaultThat((request, response) => {
    if (request.url?.includes('moved') === true) json(response, 200, SECRET);
    else response.writeHead(307, { location: '/v1/secret/moved' }).end();
  });
  expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
  expect(reads(server)).toBe(2);

  const elsewhere = await standIn((_, response) => {
    json(response, 200, SECRET);
  });
  open.push(elsewhere);
  for (const location of [
    `${elsewhere.address}/v1/secret/data/${CANARY}`,
    '//other.test/v1',
    ':',
  ]) {
    const to = await vaultThat((_, response) => {
      response.writeHead(307, { location }).end();
    });
    const error = await failureOf(to.secrets.resolve(OPENAI));
    expect(error).toMatchObject({ reason: 'misconfigured' });
    expect(error.message).toMatch(/redirects to another address, which would get the token/);
    expect(inspect(error)).not.toContain(CANARY);
  }
  expect(elsewhere.requests).toEqual([]);
});

test('a redirect in a circle ends', async () => {
  const { server, secrets } = await vaultThat((request, response) => {
    response.writeHead(307, { location: request.url }).end();
  });
  expect(await failureOf(secrets.resolve(OPENAI))).toMatchObject({ reason: 'misconfigured' });
  expect(reads(server)).toBe(3);
});

describe('a token at the end of all its time', () => {
  /** Renewing gives 10 seconds more instead of 60. */
  async function ending() {
    const server = await standIn((request, response) => {
      const { url = '' } = request;
      const auth = (lease_duration: number) => ({
        auth: { client_token: TOKEN, lease_duration, renewable: true },
      });
      if (url.endsWith('/login')) json(response, 200, auth(60));
      else if (url.endsWith('/renew-self')) json(response, 200, auth(10));
      else if (url.endsWith('/lookup-self'))
        json(response, 200, { data: { ttl: 60, renewable: true } });
      else if (url.includes('/mounts/')) json(response, 403, {});
      else json(response, 200, SECRET);
    });
    open.push(server);
    return server;
  }

  test('is got anew by who can log in', async () => {
    const server = await ending();
    const auth = { method: 'approle', roleId: 'id', secretIdEnv: 'VAULT_TOKEN' } as const;
    const { secrets, clock, alarms } = backendAt(server.address, { auth });
    await secrets.resolve(OPENAI);
    clock.pass(40_000);
    await secrets.sweep();
    const asked = server.requests.map((each) => each.slice(each.lastIndexOf('/')));
    expect(asked.filter((each) => /login|renew/.test(each))).toEqual([
      '/login',
      '/renew-self',
      '/login',
    ]);
    expect(alarms).toEqual([]);
  });

  test('is told where nobody can', async () => {
    const { secrets, clock, alarms } = backendAt((await ending()).address);
    await secrets.resolve(OPENAI);
    clock.pass(40_000);
    await secrets.sweep();
    expect(alarms).toMatchObject([{ kind: 'login', reason: 'unauthenticated' }]);
  });
});

test('nobody listens', async () => {
  const { secrets } = backendAt(`http://127.0.0.1:${String(await freePort())}`);
  const error = await failureOf(secrets.resolve(OPENAI));
  expect(error).toMatchObject({ reason: 'unreachable' });
  expect(error.message).toMatch(/cannot be reached \(ECONNREFUSED\); check its address/);
});

test('certificates: not trusted, trusted by ca_file, and a file that is not there', async () => {
  const { cert, key } = makeCertificate(folder);
  const server = await standIn(
    (_, response) => {
      json(response, 200, SECRET);
    },
    { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') },
  );
  open.push(server);
  const untrusted = await failureOf(backendAt(server.address).secrets.resolve(OPENAI));
  expect(untrusted).toMatchObject({ reason: 'untrusted' });
  expect(untrusted.message).toMatch(/certificate that is not trusted \([A-Z_]+\)/);
  expect(server.requests).toEqual([]);
  const trusted = backendAt(server.address, { caFile: cert });
  expect((await trusted.secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
  const missing = backendAt(server.address, { caFile: join(folder, 'nothing.pem') });
  expect((await failureOf(missing.secrets.resolve(OPENAI))).message).toMatch(
    /ca_file\) cannot be read/,
  );
  writeFileSync(join(folder, 'no.pem'), CANARY);
  const none = backendAt(server.address, { caFile: join(folder, 'no.pem') });
  const error = await failureOf(none.secrets.resolve(OPENAI));
  expect(inspect(error)).not.toContain(CANARY);
});

test('an address that is none', () => {
  for (const address of ['vault.internal:8200', 'ftp://vault', '']) {
    expect(() => new VaultBackend({ address })).toThrow(/must read https:\/\/host:port/);
  }
});

test('an address with a path in front', async () => {
  const server = await standIn((request, response) => {
    json(response, request.url === '/vault/v1/secret/data/safeai' ? 200 : 404, SECRET);
  });
  open.push(server);
  const { secrets } = backendAt(`${server.address}/vault/`);
  expect((await secrets.resolve(OPENAI)).reveal()).toBe(CANARY);
});
