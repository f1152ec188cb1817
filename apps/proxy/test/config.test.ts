import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { loadConfig, parseConfig, showConfig } from '@safeai/config';
import { createRuntime } from '@safeai/runtime';
import { fakeRuntime } from './support/fake-runtime.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const USERS = `
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: eve, role: admin, tenants: [acme] }
    - { user_id: both, role: admin, tenants: [acme, other] }
    - { user_id: dora, role: auditor, tenants: ['*'] }
`;
const CONFIG = '/v1/config';
const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

/** Secret texts at every place that takes one, and a reference. */
const CANARY = 'canary-4711-swordfish-secret';
const SECRETS = `
${USERS}
proxy:
  api_key: ${CANARY}
  upstreams:
    - name: only
      target: https://user:${CANARY}@api.example.com/v1
      provider: openai
      auth: config
      api_key: \${UPSTREAM_KEY}
      headers: { x-team: ${CANARY} }
auth:
  oidc: { issuer: "https://id.example.com", client_id: safeai, client_secret: ${CANARY} }
detection:
  exact:
    - { name: written, value: ${CANARY} }
    - { name: named, value: "secret://env/SAFEAI_TEST_CANARY" }
secrets:
  vault: { address: "https://user:${CANARY}@vault.example.com", token_env: VAULT_TOKEN, path: secret/data/safeai }
alerts:
  channels:
    - { type: webhook, url: "https://hooks.example.com/${CANARY}", secret: ${CANARY} }
    - { type: slack, webhook_url: "https://hooks.slack.com/services/${CANARY}" }
    - { type: pagerduty, routing_key: ${CANARY} }
    - { type: opsgenie, api_key: ${CANARY} }
    - { type: email, to: [a@example.com], smtp_host: mail.example.com, username: u, password: ${CANARY} }
telemetry: { otlp_endpoint: "http://127.0.0.1:9/?key=${CANARY}", otlp_headers: { authorization: ${CANARY} } }
`;

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('says what is in force, and where it comes from', async () => {
  const runtime = await realRuntime(`${USERS}\naudit: { max_size_mb: 7 }`);
  const server = await startServer(runtime, { mode: 'gateway' });
  expect((await server.send(CONFIG, as('root'))).json()).toEqual({
    files: [],
    started_at: new Date(runtime.startedAt).toISOString(),
    mode: 'gateway',
    state_folder: true,
    config: JSON.parse(JSON.stringify(showConfig(runtime.config))) as unknown,
  });
  const { config } = (await server.send(CONFIG)).json() as { config: Record<string, object> };
  expect(config.audit).toMatchObject({ max_size_mb: 7 });
});

test('follows a reload', async () => {
  const runtime = fakeRuntime(USERS);
  const server = await startServer(runtime);
  runtime.nextConfig = parseConfig(`${USERS}\naudit: { max_size_mb: 8 }`).config;
  await server.send('/v1/policies/reload', { method: 'POST', ...as('root') });
  const answer = (await server.send(CONFIG, as('root'))).json();
  expect(answer).toMatchObject({ state_folder: false, config: { audit: { max_size_mb: 8 } } });
});

test.each(['eve', 'both'])('is not for %s, who may not name every tenant', async (user) => {
  const server = await startServer(fakeRuntime(USERS));
  const answer = await server.send(CONFIG, as(user));
  expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
  expect(answer.text).toContain('every tenant');
});

test('is not for who narrows to one tenant, nor for another role', async () => {
  const server = await startServer(fakeRuntime(USERS));
  const headers = { 'x-safeai-user': 'root', 'x-safeai-tenant': 'acme' };
  expect((await server.send(CONFIG, { headers })).status).toBe(403);
  expect((await server.send(CONFIG, as('dora'))).status).toBe(403);
});

describe('secrets', () => {
  test('none of their texts is in it; references are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safeai-config-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'safeai.yaml'), SECRETS);
    const environment = { UPSTREAM_KEY: `${CANARY}-of-upstream`, SAFEAI_TEST_CANARY: CANARY };
    const runtime = await createRuntime({
      load: () => loadConfig({ environment, cwd: folder, file: 'safeai.yaml' }),
    });
    closing.push(() => runtime.close());
    expect(JSON.stringify(runtime.config)).toContain(CANARY);
    const server = await startServer(runtime);
    const answer = await server.send(CONFIG, as('root'));
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('canary-4711');
    expect(answer.text).not.toContain('swordfish');
    expect(answer.text).toContain('secret://env/SAFEAI_TEST_CANARY');
    expect(answer.json()).toMatchObject({
      files: [join(folder, 'safeai.yaml')],
      config: { proxy: { api_key: '[secret]' } },
    });
  });
});
