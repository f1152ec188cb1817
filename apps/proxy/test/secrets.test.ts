import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { loadConfig, showConfig } from '@safeai/config';
import type { SafeAIEvent } from '@safeai/core';
import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';
import { describeServers, freePort } from '../../../packages/secrets/test/support/servers.ts';
import { AWS_CREDENTIALS, SecretServers } from './support/secret-servers.ts';
import { startServer } from './support/server.ts';

/** A value from each backend, and what OpenBao holds after a rotation. */
const OF_VAULT = 'vault-canary-4711-swordfish';
const ROTATED = 'vault-canary-0815-marlin';
const OF_AWS = 'aws-canary-4711-barracuda';
const OF_ENV = 'env-canary-4711-hammerhead';
const CANARIES = [OF_VAULT, ROTATED, OF_AWS, OF_ENV];

/** A provider that takes one key, which can be changed. */
class Provider {
  readonly server: Server;
  key = OF_VAULT;
  readonly refused: number[] = [];
  readonly headers: (string | undefined)[] = [];
  answer = 'Hello!';

  constructor() {
    this.server = createServer((request, response) => {
      request.resume().on('end', () => {
        const isRight = request.headers.authorization === `Bearer ${this.key}`;
        if (!isRight) this.refused.push(1);
        this.headers.push(request.headers['x-team'] as string | undefined);
        const message = { role: 'assistant', content: this.answer };
        response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify(
            isRight
              ? {
                  id: 'c-1',
                  object: 'chat.completion',
                  model: 'm',
                  choices: [{ index: 0, message, finish_reason: 'stop' }],
                }
              : {
                  error: { message: 'Incorrect API key provided.', type: 'invalid_request_error' },
                },
          ),
        );
      });
    });
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/v1`;
  }
}

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const ENVIRONMENT = { SAFEAI_TEST_SECRET: OF_ENV };

describeServers('secrets of a running gateway', () => {
  let servers: SecretServers;
  const before = { ...process.env };

  beforeAll(async () => {
    Object.assign(process.env, AWS_CREDENTIALS);
    servers = await SecretServers.start();
    await servers.create('safeai/prod', JSON.stringify({ team: OF_AWS }));
    await servers.create('broken', `{"team": "${OF_AWS}`);
  }, 90_000);

  afterAll(async () => {
    for (const name of Object.keys(AWS_CREDENTIALS)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
    await servers.stop();
  });

  /** As the documents print it, with addresses of the tests. */
  const backends = (vault = servers.vault, region = 'us-east-1'): string => `
secrets:
  backend: vault          # env | vault | aws
  vault:
    address: ${vault}
    token_env: VAULT_TOKEN
    path: secret/data/safeai
  aws:
    region: ${region}
    secret_name: safeai/prod
    endpoint: ${servers.aws}
  timeout: 2s
`;

  async function begin(yaml: string, overlay?: string, token = servers.token) {
    const folder = await mkdtemp(join(tmpdir(), 'safeai-secrets-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'safeai.yaml'), yaml);
    if (overlay !== undefined) await writeFile(join(folder, 'safeai.production.yaml'), overlay);
    const environment = { ...ENVIRONMENT, VAULT_TOKEN: token };
    const events: SafeAIEvent[] = [];
    const notices: unknown[] = [];
    const runtime = await createRuntime({
      load: () =>
        loadConfig({
          ...{ environment, cwd: folder, file: 'safeai.yaml' },
          ...(overlay === undefined ? {} : { env: 'production' }),
        }),
      openStorage: (loaded, sink) =>
        openStorage({
          ...{ loaded, environment, role: 'server', events: sink },
          onNotice: (notice) => void notices.push(notice),
        }),
      ports: { events: { emit: (event) => void events.push(event) } },
    });
    closing.push(() => runtime.close());
    return { folder, runtime, events, notices };
  }

  const problemOf = async (yaml: string, token?: string): Promise<Error> => {
    try {
      await begin(yaml, undefined, token);
    } catch (error) {
      return error as Error;
    }
    throw new Error('It started.');
  };

  const ask = { model: 'm', messages: [{ role: 'user', content: 'hello' }] };

  async function textsIn(folder: string): Promise<string> {
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile() && entry.name !== 'safeai.yaml');
    const texts = files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1'));
    return (await Promise.all(texts)).join('\n');
  }

  test('are used, rotated without a restart, looked for everywhere, and shown nowhere', async () => {
    await servers.put('safeai', { openai: OF_VAULT });
    const provider = new Provider();
    const target = await provider.listen();
    closing.push(() => provider.server.close());
    const overlay = `
${backends()}
proxy:
  upstreams:
    - name: only
      target: ${target}
      provider: openai
      auth: config
      api_key: secret://default#openai
      headers: { x-team: 'secret://aws#team' }
server: { mode: gateway }
`;
    const yaml =
      "detection: { exact: [{ name: of-env, value: 'secret://env/SAFEAI_TEST_SECRET' }] }\n";
    const { folder, runtime, events, notices } = await begin(yaml, overlay);
    const { send, logged } = await startServer(runtime, { mode: 'gateway', accessLog: true });
    const answers: string[] = [];
    const said = async (path: string, sent?: Parameters<typeof send>[1]) => {
      const answer = await send(path, sent);
      answers.push(answer.text, JSON.stringify(answer.headers));
      return answer;
    };
    const chat = () => said('/v1/chat/completions', { method: 'POST', body: ask });

    expect((await chat()).status).toBe(200);
    expect(provider.headers.at(-1)).toBe(OF_AWS);

    // Rotated: the provider refuses the old key, and the caller never sees that.
    await servers.put('safeai', { openai: ROTATED });
    provider.key = ROTATED;
    // A value that has just been read is not read again for a second.
    await sleep(1100);
    expect((await chat()).status).toBe(200);
    expect(provider.refused).toHaveLength(1);
    expect((await chat()).status).toBe(200);
    expect(provider.refused).toHaveLength(1);
    while (!events.some(({ event }) => event === 'secret.rotated')) await sleep(10);

    // A key that stays refused is given out as it is.
    provider.key = 'something else';
    expect((await chat()).status).toBe(401);
    provider.key = ROTATED;

    for (const value of CANARIES) {
      const text = `the key is ${value}`;
      // Who sent a value is shown what was found; nobody else is.
      const scanned = await send('/v1/scan/input', { method: 'POST', body: { text } });
      expect(scanned.json()).toMatchObject({ decision: { action: 'block' } });
      const called = await send('/v1/intercept/tool', {
        method: 'POST',
        body: { phase: 'request', tool_name: 'send_mail', parameters: { text }, agent_id: 'a' },
      });
      expect(called.json()).toMatchObject({ decision: { action: 'block' } });
      const guarded = await send('/v1/guard/output', { method: 'POST', body: { text } });
      expect((guarded.json() as { safe_output: string }).safe_output).not.toContain(value);
      provider.answer = text;
      expect((await chat()).text).not.toContain(value);
      await said('/v1/scan/input', { method: 'POST', body: { text, wrong_field: 1 } });
      await said(`/v1/nowhere/${value}`);
    }

    const stands = await said('/v1/secrets/check', { method: 'POST' });
    expect(stands.json()).toMatchObject({
      backends: expect.arrayContaining([
        expect.objectContaining({ backend: 'vault', default: true, state: 'ok' }),
      ]) as unknown,
      secrets: expect.arrayContaining([
        expect.objectContaining({
          reference: 'secret://default#openai',
          version: '2',
          state: 'ok',
        }),
      ]) as unknown,
    });
    for (const path of [
      '/v1/secrets',
      '/v1/health',
      '/v1/metrics',
      '/v1/policies',
      '/v1/audit?limit=1000',
    ]) {
      expect((await said(path)).status).toBe(200);
    }
    await runtime.close();
    const told = [
      ...answers,
      JSON.stringify([logged, events, notices, showConfig(runtime.config)]),
      inspect([runtime, notices], { depth: 8 }),
      await textsIn(folder),
    ].join('\n');
    for (const value of CANARIES) expect(told).not.toContain(value);
  }, 120_000);

  test.each([
    [
      'a backend that is down',
      async () => backends(`http://127.0.0.1:${String(await freePort())}`),
      'vault#openai',
      /cannot be reached \(ECONNREFUSED\); check its address/,
    ],
    [
      'another region',
      () => backends(undefined, 'eu-central-1'),
      'aws#team',
      /eu-central-1.*check the name, the region/,
    ],
    ['malformed JSON', () => backends(), 'aws/broken#team', /not the text of a JSON object/],
    [
      'a missing field',
      () => backends(),
      'vault#nothing',
      /no such field; check the name after the #/,
    ],
    [
      'a missing secret',
      () => backends(),
      'vault/secret/data/nowhere#x',
      /no secret at this path; check the path/,
    ],
    [
      'no backend of that name',
      () => backends(),
      'gcp/x#y',
      /no secret backend of this name; configure secrets\.gcp/,
    ],
  ] as const)(
    '%s stops the start, by line and setting, and shows no value',
    async (_, made, path, message) => {
      await servers.put('safeai', { openai: OF_VAULT });
      const yaml = `proxy:\n  api_key: secret://${path}\n${await made()}`;
      const error = await problemOf(yaml);
      expect(error.name).toBe('ConfigError');
      expect(error.message).toMatch(/^safeai\.yaml:2:12: proxy\.api_key: secret:\/\//);
      expect(error.message).toMatch(message);
      for (const value of CANARIES) expect(error.message + inspect(error)).not.toContain(value);
    },
    30_000,
  );

  test('a token without a policy is told from one that does not serve', async () => {
    const yaml = `proxy:\n  api_key: secret://vault#openai\n${backends()}`;
    const error = await problemOf(yaml, 'no-such-token');
    expect(error.message).toMatch(/^safeai\.yaml:2:12: proxy\.api_key: .*token/);
    expect(error.message).not.toContain('no-such-token');
  }, 30_000);

  test('a backend that goes away later: the last value, an event, and health', async () => {
    const own = await SecretServers.start();
    closing.push(() => own.stop());
    await own.put('safeai', { openai: OF_VAULT });
    const yaml = `proxy:\n  api_key: secret://vault#openai\n${backends(own.vault)}`;
    const { runtime, events, notices } = await begin(yaml);
    const { send } = await startServer(runtime);
    await own.stop();
    const stands = await send('/v1/secrets/check', { method: 'POST' });
    expect(stands.json()).toMatchObject({
      secrets: [{ state: 'stale', reason: 'unreachable', searched: true }],
    });
    expect(keyOf(runtime)).toBe(OF_VAULT);
    expect((await send('/v1/health')).json()).toMatchObject({
      status: 'warning',
      checks: { secrets: 'warning' },
    });
    expect((await send('/v1/health/ready')).status).toBe(200);
    // It is on record before it is told.
    while (!events.some(({ event }) => event === 'secret.stale')) await sleep(10);
    expect(JSON.stringify(notices)).toContain('its last value is used on');
    expect(JSON.stringify([notices, events])).not.toContain(OF_VAULT);
  }, 120_000);
});

function keyOf(runtime: Runtime): string | undefined {
  const { apiKey } = runtime.config.proxy;
  return apiKey === undefined ? undefined : runtime.secretOf(apiKey);
}
