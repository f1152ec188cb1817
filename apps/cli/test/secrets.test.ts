import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';

const CANARY = 'canary-4711-swordfish';
const env = { VAULT_TOKEN: 'token-of-the-tests', OPENAI_API_KEY: CANARY };

const closing: Server[] = [];

afterEach(() => {
  for (const server of closing.splice(0)) server.close().closeAllConnections();
});

/** What Vault answers for `secret/data/safeai`, and for nothing else. */
async function vault(fields: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const isThere = request.url === '/v1/secret/data/safeai';
    const data = { data: { data: fields, metadata: { version: 3 } } };
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isThere ? data : { errors: [] }));
  }).listen(0, '127.0.0.1');
  closing.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const yaml = (address: string, key = 'openai'): string => `
secrets:
  backend: vault
  vault: { address: '${address}', token_env: VAULT_TOKEN, path: secret/data/safeai }
  timeout: 2s
proxy:
  api_key: secret://default#${key}
detection:
  exact: [{ name: of-env, value: 'secret://env/OPENAI_API_KEY' }]
`;

const DOWN = 'http://127.0.0.1:9';

describe('safeai secrets check', () => {
  test('prints names, states, ages and versions, and no value', async () => {
    const installation = await Installation.make(yaml(await vault({ openai: CANARY })));
    const { code, stdout, stderr } = await installation.safeai(['secrets', 'check'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +vault +1 reference +default$/m);
    expect(stdout).toMatch(/^ok +secret:\/\/default#openai +version 3 +read \d+ s ago$/m);
    expect(stdout + stderr).not.toContain('canary');
  });

  test('as JSON', async () => {
    const installation = await Installation.make(yaml(await vault({ openai: 'short' })));
    const { code, stdout } = await installation.safeai(['secrets', 'check', '--json'], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema_version: expect.anything() as unknown,
      ok: true,
      backends: expect.arrayContaining([
        expect.objectContaining({ backend: 'vault', default: true, state: 'ok' }),
      ]) as unknown,
      secrets: expect.arrayContaining([
        expect.objectContaining({
          reference: 'secret://default#openai',
          version: '3',
          searched: false,
        }),
      ]) as unknown,
    });
    expect(stdout).not.toMatch(/canary|short/);
  });

  test('ends with 2 where one cannot be had, and says the others all the same', async () => {
    const installation = await Installation.make(yaml(await vault({ openai: CANARY }), 'nothing'));
    const { code, stdout } = await installation.safeai(['secrets', 'check'], { env });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^lost +secret:\/\/default#nothing .*no_key$/m);
    expect(stdout).toContain('it has no such field');
    expect(stdout).toMatch(/^ok +secret:\/\/env\/OPENAI_API_KEY/m);
  });

  test('ends with 4 where a backend cannot be reached', async () => {
    const installation = await Installation.make(yaml(DOWN));
    const { code, stdout } = await installation.safeai(['secrets', 'check'], { env });
    expect(code).toBe(4);
    expect(stdout).toMatch(/^failed +vault .*unreachable$/m);
    expect(stdout).toContain('check its address and that it runs');
  });

  test('asks a server that runs', async () => {
    const installation = await Installation.make('detection: { exact: [] }\n');
    await installation.serve();
    const { code, stderr } = await installation.safeai(['secrets', 'check']);
    expect(code).toBe(0);
    expect(stderr).toContain('holds no secret:// reference');
  });
});

test('validate and serve say which line a secret stands on, and what to do', async () => {
  const installation = await Installation.make(yaml(DOWN));
  for (const argv of [['validate'], ['serve', '--port', '0']]) {
    const { code, stdout, stderr } = await installation.safeai(argv, { env });
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(
      /safeai\.yaml:7:12: proxy\.api_key: secret:\/\/default#openai: Vault at .* cannot be reached \(ECONNREFUSED\)/,
    );
  }
});

test('config show asks no backend, and shows references', async () => {
  const installation = await Installation.make(yaml(DOWN));
  const { code, stdout } = await installation.safeai(['config', 'show'], { env });
  expect(code).toBe(0);
  expect(stdout).toContain('secret://default#openai');
  expect(stdout).not.toContain(CANARY);
});
