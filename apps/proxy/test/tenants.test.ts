import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { createRuntime } from '@safeai/runtime';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const CONFIG = `
tenants:
  acme:
    description: Acme Inc.
    policies:
      - { name: acme-rule, boundary: input, data_tags: [personal.pii], action: allow }
  umbrella:
    policies:
      - { name: umbrella-rule, boundary: input, data_tags: [personal.pii], action: block, tools: [never] }
      - { name: default-allow, boundary: output, data_tags: [internal], action: flag }
policies:
  - { name: shared-rule, boundary: input, data_tags: [personal.pii.email], action: redact }
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: ann, role: admin, tenants: [acme] }
    - { user_id: vic, role: viewer, tenants: [acme, default] }
    - { user_id: eve, role: auditor, tenants: [elsewhere] }
`;
const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

let server: TestServer;

beforeEach(async () => {
  server = await startServer(await realRuntime(CONFIG));
});

describe('GET /v1/tenants', () => {
  const tenant = (tenant_id: string, more: object = {}) => ({
    tenant_id,
    description: null,
    declared: false,
    default: false,
    policies: 0,
    stopped: false,
    ...more,
  });
  const acme = { description: 'Acme Inc.', declared: true, policies: 1 };

  test('tells who sees all of them of those that are declared, and of the default one', async () => {
    expect((await server.send('/v1/tenants', as('root'))).json()).toEqual([
      tenant('acme', acme),
      tenant('default', { default: true }),
      tenant('umbrella', { declared: true, policies: 2 }),
    ]);
  });

  test('tells others of their own', async () => {
    expect((await server.send('/v1/tenants', as('vic'))).json()).toEqual([
      tenant('acme', acme),
      tenant('default', { default: true }),
    ]);
    const { text } = await server.send('/v1/tenants', as('eve'));
    expect(JSON.parse(text)).toEqual([tenant('elsewhere')]);
  });

  test('tells which of them are stopped', async () => {
    const stop = (body: object, user = 'root') =>
      server.send('/v1/lockdown', { body: { reason: 'drill', ...body }, ...as(user) });
    const stopped = async (user: string) =>
      (
        (await server.send('/v1/tenants', as(user))).json() as unknown as { stopped: boolean }[]
      ).map((each) => each.stopped);
    await stop({ tenant_id: 'acme', agent_id: 'one' });
    expect(await stopped('root')).toEqual([false, false, false]);
    await stop({ tenant_id: 'acme' });
    expect(await stopped('root')).toEqual([true, false, false]);
    expect(await stopped('eve')).toEqual([false]);
    await stop({});
    expect(await stopped('vic')).toEqual([true, true]);
    expect(await stopped('eve')).toEqual([true]);
  });
});

describe('the rules of tenants', () => {
  const names = async (user: string) => {
    const { rules } = (await server.send('/v1/policies', as(user))).json() as {
      rules: { name: string; origin: string }[];
    };
    return rules.filter(({ origin }) => origin !== 'shipped').map(({ name }) => name);
  };

  test('are seen by those who may see the tenant, with those of all', async () => {
    expect(await names('root')).toEqual([
      'shared-rule',
      'acme-rule',
      'umbrella-rule',
      'default-allow',
    ]);
    expect(await names('ann')).toEqual(['shared-rule', 'acme-rule']);
    expect(await names('eve')).toEqual(['shared-rule']);
  });

  test('what looks like a mistake in them, too', async () => {
    const all = await server.send('/v1/policies', as('root'));
    expect(all.text).toContain('umbrella');
    expect((await server.send('/v1/policies', as('ann'))).text).not.toContain('umbrella');
    const reload = { method: 'POST', ...as('root') };
    expect((await server.send('/v1/policies/reload', reload)).json().warnings).not.toEqual([]);
    const { warnings } = (
      await server.send('/v1/policies/reload', { method: 'POST', ...as('ann') })
    ).json();
    expect(warnings).toEqual([]);
  });

  test('decide in their tenant alone', async () => {
    const scan = async (tenant_id: string) =>
      (
        await server.send('/v1/scan/input', { body: { text: 'call 555-867-5309', tenant_id } })
      ).json().decision;
    expect(await scan('acme')).toMatchObject({ policy_name: 'acme-rule' });
    expect(await scan('default')).not.toMatchObject({ policy_name: 'acme-rule' });
  });
});

test('metrics show each their own tenants', async () => {
  for (const tenant_id of ['acme', 'umbrella', 'undeclared']) {
    await server.send('/v1/scan/input', { body: { text: 'hello', tenant_id } });
  }
  const samples = async (user: string) => (await server.send('/v1/metrics', as(user))).text;
  expect(await samples('ann')).toContain('safeai_decisions_total{tenant="acme"');
  expect(await samples('ann')).not.toMatch(/umbrella|other|process_cpu/);
  expect(await samples('eve')).not.toMatch(/\{/);
  expect(await samples('root')).toMatch(/tenant="umbrella"[^]*process_cpu/);
});

test('what is wrong with the configuration is told who sees all tenants, and others only that it is', async () => {
  let text = CONFIG;
  const runtime = await createRuntime({ load: () => Promise.resolve(parseConfig(text)) });
  try {
    const own = await startServer(runtime);
    const reload = (user: string) =>
      own.send('/v1/policies/reload', { method: 'POST', ...as(user) });
    text = CONFIG.replace('umbrella-rule, boundary: input', 'umbrella-rule, boundary: inptu');
    const told = await reload('root');
    expect([told.status, told.text.includes('umbrella')]).toEqual([422, true]);
    const refused = await reload('ann');
    expect(refused.json()).toMatchObject({ status: 422, code: 'invalid_config' });
    expect(refused.text).not.toMatch(/umbrella|inptu|\.yaml/);
    expect(own.logged).toMatchObject([{ message: 'policies not reloaded', user: 'ann' }]);
    expect(JSON.stringify(own.logged)).toContain('umbrella');
  } finally {
    await runtime.close();
  }
});
