import { basename, relative } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parseConfig, SafeAIConfig, SecretRef, showConfig } from '../src/index.ts';
import { defaultData } from '../src/load/default-data.ts';
import { fixture, fixtures, load } from './fixtures.ts';

test.each(fixtures('valid').map((each) => [each.name, each] as const))(
  '%s loads without a warning, but for secrets and what has no effect yet',
  async (_, each) => {
    const loaded = await load(each);
    expect(loaded.source).toBe('files');
    expect(loaded.folder).toBe(each.folder);
    expect(loaded.warnings.filter((line) => !line.includes('written out'))).toEqual([]);
  },
);

describe('values of your own', () => {
  const yaml = `
secrets: { env_map: { database: DB_PASSWORD } }
detection:
  exact:
    - { name: from-variable, value: '\${TOKEN}' }
    - { name: from-reference, value: secret://env/database }
    - { name: from-vault, value: 'secret://vault/app#password' }
    - { name: written-out, value: swordfish-swordfish }
policies:
  - { name: flat, boundary: input, data_tags: [personal], action: pseudonymize }
  - name: in-condition
    boundary: action
    action: pseudonymize
    condition: { data_tag: personal }
`;
  const environment = { TOKEN: 'token-from-outside', DB_PASSWORD: 'password-from-outside' };
  const loaded = parseConfig(yaml, { environment });

  test('are read from variables and references, and never shown', () => {
    const values = loaded.config.detection.exact.map(({ value }) =>
      value instanceof SecretRef ? loaded.secretOf(value) : value,
    );
    expect(values).toEqual([
      'token-from-outside',
      'password-from-outside',
      undefined,
      'swordfish-swordfish',
    ]);
    const shown = JSON.stringify([showConfig(loaded.config), loaded.warnings]);
    expect(shown).not.toMatch(/outside|swordfish/);
  });

  test('are warned of where they are written out', () => {
    expect(loaded.warnings.map((line) => line.split(': ')[1])).toEqual([
      'detection.exact[3].value',
    ]);
  });

  test('are named with their places, for who reads them', () => {
    expect(
      loaded.secretPlaces.map(({ reference, place }) => [reference.toString(), place]),
    ).toEqual([
      ['secret://env/database', at(6, 38, 'detection.exact[1].value')],
      ['secret://vault/app#password', at(7, 34, 'detection.exact[2].value')],
    ]);
  });

  test('a rule may pseudonymize in both of its forms', () => {
    expect(loaded.config.policies.map(({ action, dataTags }) => [action, dataTags])).toEqual([
      ['pseudonymize', ['personal']],
      ['pseudonymize', ['personal']],
    ]);
  });
});

describe('what the documents print', () => {
  test('tenants: rules carry the id of their tenant', async () => {
    const { config } = await load(fixture('documents'));
    expect(config.policies).toEqual([
      {
        name: 'acme-allow-pii',
        boundary: 'input',
        dataTags: ['personal.pii'],
        action: 'allow',
        tenantId: 'acme',
      },
      {
        name: 'default-redact-pii',
        boundary: 'input',
        dataTags: ['personal.pii'],
        action: 'redact',
        tenantId: 'default',
      },
    ]);
    expect(config.tenants.acme?.policies).toEqual([config.policies[0]]);
  });

  test('audit, secrets and proxy', async () => {
    const { config } = await load(fixture('documents'));
    expect(config.audit).toMatchObject({ maxSizeMb: 100, maxAgeDays: 90, compressRotated: true });
    expect(config.secrets).toMatchObject({
      backend: 'vault',
      vault: {
        address: 'https://vault.internal:8200',
        tokenEnv: 'VAULT_TOKEN',
        path: 'secret/data/safeai',
      },
      aws: { region: 'us-east-1', secretName: 'safeai/prod' },
    });
    expect(config.proxy).toMatchObject({
      target: 'https://api.openai.com/v1',
      timeoutSeconds: 30,
      retry: { maxAttempts: 3, backoffFactor: 0.5 },
    });
  });

  test('alert channels, with their keys from the environment', async () => {
    const { config } = await load(fixture('documents'));
    expect(config.alerts.channels).toMatchObject([
      {
        type: 'email',
        to: ['security-team@example.com'],
        smtpHost: 'smtp.example.com',
        smtpPort: 587,
      },
      { type: 'pagerduty', routingKey: '0123456789' },
      { type: 'opsgenie', apiKey: 'abc', region: 'us' },
    ]);
  });

  test('dashboard users of the file replace the shipped ones', async () => {
    const { config } = await load(fixture('documents'));
    expect(config.dashboard).toEqual({
      enabled: true,
      rbacEnabled: true,
      userHeader: 'x-safeai-user',
      tenantHeader: 'x-safeai-tenant',
      users: [
        { userId: 'security-admin', role: 'admin', tenants: ['*'] },
        { userId: 'security-approver', role: 'approver', tenants: ['default'] },
      ],
    });
  });
});

test.each(['empty', 'only-comments'])('%s stands for the defaults', async (name) => {
  const { config, folder } = await load(fixture(name));
  const defaults = defaultData();
  const expected = { ...defaults, scan: { ...defaults.scan, roots: [folder] } };
  expect(config).toEqual(new SafeAIConfig(expected));
});

test('a byte order mark is no part of the text', async () => {
  const { config } = await load(fixture('byte-order-mark'));
  expect(config.audit.maxSizeMb).toBe(7);
});

test('the flat form and the condition form of a rule', async () => {
  const { config, ruleOrigins } = await load(fixture('condition-form'));
  expect(config.policies).toEqual([
    {
      name: 'flat',
      boundary: 'action',
      action: 'require_approval',
      dataTags: ['secret', 'personal.pii'],
      direction: 'request',
      tools: ['db_*', 'sql'],
      agents: ['analyst'],
      users: ['alice'],
      models: ['gpt-*'],
      minConfidence: 0.7,
      when: {
        'parameters.url': { hostIn: ['*.example.com'], required: true },
        'parameters.address': { cidrIn: ['10.0.0.0/8'] },
        'parameters.rows': { sizeLte: 100, between: [1, 100] },
        time: { gte: '2026-01-01T00:00:00Z' },
        'session.tags': { has: 'personal.pii' },
      },
      approval: {
        ttlMs: 7_200_000,
        minApprovals: 2,
        groups: [
          { role: 'approver', count: 2 },
          { role: 'admin', count: 1 },
        ],
      },
      reason: 'Two people must agree on {tool}',
      priority: 5,
      controls: ['owasp-llm:LLM02'],
    },
    {
      name: 'nested',
      boundary: ['action', 'memory'],
      action: 'block',
      dataTags: ['secret'],
      direction: ['request', 'message'],
      tenantId: 'acme',
      tools: ['bash'],
      agents: ['coder'],
      users: ['bob'],
      models: ['claude-*'],
      minConfidence: 0.9,
      when: { 'parameters.path': { within: '/tmp' } },
      mode: 'shadow',
      fallbackTemplate: 'Withheld: {reason}',
    },
    {
      name: 'kept',
      boundary: 'output',
      action: 'redact',
      dataTags: ['secret'],
      locked: true,
      trustDeclared: true,
    },
  ]);
  expect(ruleOrigins[1]).toEqual({ file: 'safeai.yaml', line: 27, column: 5 });
});

test('anchors, aliases and merge keys: own keys win, then the map named first', async () => {
  const { config } = await load(fixture('anchors'));
  expect(config.policies).toEqual([
    { name: 'one', boundary: 'input', action: 'block', dataTags: ['personal.pii'] },
    { name: 'two', boundary: 'input', action: 'allow', reason: 'Never said' },
  ]);
});

test('variables take the type that is wanted; references stay references', async () => {
  const { config } = await load(fixture('variables'));
  expect(config.server).toMatchObject({
    host: '127.0.0.1',
    port: 9000,
    shutdownSeconds: 2.5,
    allowedHosts: ['one.example.com', 'price in $5', '${NOT_A_VARIABLE}'],
  });
  expect(config.dashboard.enabled).toBe(false);
  expect(config.alerts.channels).toMatchObject([{ routingKey: '0123' }]);
  expect(config.secrets.envMap).toEqual({ openai: 'x' });
  expect(config.keys.approvals).toEqual(new SecretRef('aws', 'safeai', 'approvals'));
  expect(config.secretRefs.map(String)).toEqual([
    'secret://vault/safeai/keys#audit',
    'secret://aws/safeai#approvals',
    'secret://env/MEMORY_KEY',
  ]);
});

test('an overlay: maps merge, lists replace, what it overrides need not be there', async () => {
  const { config, env, files, locate } = await load(fixture('overlay'));
  expect(env).toBe('prod');
  expect(files.map((file) => basename(file))).toEqual(['safeai.yaml', 'safeai.prod.yaml']);
  expect(config.audit).toMatchObject({ maxSizeMb: 10, maxAgeDays: 365 });
  expect(config.server).toMatchObject({ port: 443, allowedHosts: ['prod.example.com'] });
  expect(Object.keys(config.tenants)).toEqual(['acme', 'globex']);
  expect(config.tenants.acme?.description).toBe('Base');
  expect(config.policies.map((rule) => rule.name)).toEqual(['production']);
  expect(locate('server.port')).toEqual({ file: 'safeai.prod.yaml', line: 5, column: 9 });
  expect(locate('audit.max_size_mb')).toEqual({ file: 'safeai.yaml', line: 2, column: 16 });
  expect(locate('tenants["acme"].policies[0].name')?.line).toBe(9);
  expect(locate('audit.path')).toBeUndefined();
});

test('included rules follow those of the file and go before those of tenants', async () => {
  const { config, files, folder, folders, ruleOrigins } = await load(fixture('includes'));
  expect(config.policies.map((rule) => rule.name)).toEqual([
    'first',
    'second',
    'third',
    'fourth',
    'last',
  ]);
  expect(ruleOrigins.map(({ file }) => file)).toEqual([
    'safeai.yaml',
    'policies/10-list.yaml',
    'policies/20-map.yaml',
    'policies/deep/er/30.yaml',
    'safeai.yaml',
  ]);
  expect(config.contracts.tools.map((tool) => tool.toolName)).toEqual(['search', 'send_mail']);
  expect(files.map((file) => relative(folder, file))).toEqual([
    'safeai.yaml',
    'policies/10-list.yaml',
    'policies/20-map.yaml',
    'policies/deep/er/30.yaml',
    'contracts/mail.yml',
  ]);
  expect(config.policyFiles).toEqual(files.slice(1, 4));
  expect(folders.map((each) => relative(folder, each))).toEqual(['', 'contracts', 'policies']);
});

test('what follows from other settings', async () => {
  const { config, folder } = await load(fixture('derived'));
  expect(config.auth.loopback).toBe('credential');
  expect(config.contracts.undeclared).toBe('block');
  expect(config.audit.path).toBe(`${folder}/logs`);
  expect(config.scan.roots).toEqual([`${folder}/data`, '/srv/data']);
});

test('references are found wherever a secret may stand, in lists and maps, by the file that they stand in', async () => {
  const loaded = await load(fixture('kitchen-sink'));
  const found = new Map(
    loaded.secretPlaces.map(({ place, reference }) => [place.path, reference.toString()]),
  );
  expect(Object.fromEntries(found)).toMatchObject({
    'keys.previous.memory[0]': 'secret://vault/keys#memory_old',
    'alerts.channels[0].password': 'secret://env/SMTP_PASSWORD',
    'detection.exact[0].value': 'secret://env/SMTP_PASSWORD',
    'auth.oidc.client_secret': 'secret://env/OIDC_SECRET',
    'proxy.api_key': 'secret://vault/providers#openai',
  });
});

test('the environment that was given shows in nothing that shows a configuration', () => {
  const loaded = parseConfig('', { environment: { CANARY: 'canary-4711' } });
  expect(loaded.environment()).toEqual({ CANARY: 'canary-4711' });
  expect(inspect(loaded, { depth: 9 }) + JSON.stringify(loaded)).not.toContain('canary-4711');
});

test.each([
  ['secret://default#token', 'token-4711'],
  ['secret://default/TOKEN', 'token-4711'],
  ['secret://env/TOKEN#field', undefined],
  ['secret://vault/TOKEN', undefined],
])('%s without a running SafeAI: %s', (text, value) => {
  const environment = { TOKEN: 'token-4711' };
  const yaml = `secrets: { env_map: { token: TOKEN } }\nkeys: { audit: '${text}' }`;
  const loaded = parseConfig(yaml, { environment });
  const [found] = loaded.secretPlaces;
  expect(found && loaded.secretOf(found.reference)).toBe(value);
});

function at(line: number, column: number, path: string) {
  return { file: 'safeai.yaml', line, column, path };
}
