import { expect, test } from '@jest/globals';
import { SafeAIConfig, configJsonSchema, parseConfig, type JsonSchema } from '../src/index.ts';

test('the documented defaults', () => {
  const config = new SafeAIConfig();
  expect(config.audit).toEqual({
    maxSizeMb: 100,
    maxAgeDays: 90,
    compressRotated: true,
    timeoutSeconds: 2,
    minFreeMb: 64,
    durability: 'group',
    onFailure: 'block',
  });
  expect(config.approvals.defaultTtl).toBe('30m');
  expect(config.secrets.backend).toBe('env');
  expect(config.proxy.timeoutSeconds).toBe(30);
  expect(config.proxy.retry).toEqual({
    maxAttempts: 3,
    backoffFactor: 0.5,
    maxWaitSeconds: 10,
    unanswered: false,
  });
  expect(config.server).toMatchObject({ host: '127.0.0.1', port: 8910, mode: 'sidecar' });
  expect(config.policy).toEqual({
    defaults: true,
    defaultAction: 'block',
    pseudonyms: { ttl: '24h', maxPerSession: 10_000, restoreInTools: [] },
  });
  expect(config.limits).toMatchObject({
    bodyBytes: 1_048_576,
    forwardBodyBytes: 16_777_216,
    jsonDepth: 64,
    jsonLeaves: 10_000,
    tools: [],
    loops: { window: '10m', action: 'flag' },
  });
  expect(config.dashboard).toEqual({
    enabled: true,
    rbacEnabled: true,
    userHeader: 'x-safeai-user',
    tenantHeader: 'x-safeai-tenant',
    users: [
      { userId: 'admin', role: 'admin', tenants: ['*'] },
      { userId: 'security-admin', role: 'admin', tenants: ['*'] },
      { userId: 'security-approver', role: 'approver', tenants: ['default'] },
      { userId: 'security-auditor', role: 'auditor', tenants: ['default'] },
      { userId: 'security-viewer', role: 'viewer', tenants: ['default'] },
      { userId: 'security-billing', role: 'billing', tenants: ['default'] },
    ],
  });
  expect(config.auth.loopback).toBe('trusted');
  expect(config.contracts.undeclared).toBe('allow');
  expect(config.responses.values).toBeUndefined();
  expect(config.policies).toEqual([]);
});

test('every default of the schema is the default of the class, and the other way round', () => {
  const settings = new SafeAIConfig() as unknown as Record<string, unknown>;
  const blocks = Object.entries(configJsonSchema().properties ?? {});
  for (const [key, schema] of blocks) {
    expectDefaults(schema, settings[camel(key)], [key]);
  }
  const known = new Set([...blocks.map(([key]) => camel(key)), 'secretRefs']);
  expect(Object.keys(settings).filter((key) => !known.has(key))).toEqual([]);
});

/** Worked out from other settings, so that the schema cannot state them. */
const DERIVED = new Set(['auth.loopback', 'contracts.undeclared']);

function expectDefaults(schema: JsonSchema, value: unknown, path: readonly string[]): void {
  if (DERIVED.has(path.join('.'))) return;
  if (schema.properties !== undefined && value !== undefined) {
    const block = value as Record<string, unknown>;
    for (const [key, inner] of Object.entries(schema.properties)) {
      expectDefaults(inner, block[camel(key)], [...path, key]);
    }
    return;
  }
  expect([path.join('.'), value]).toEqual([path.join('.'), camelKeys(schema.default)]);
}

test('writing every default out changes nothing', () => {
  const written = Object.fromEntries(
    Object.entries(configJsonSchema().properties ?? {}).flatMap(([key, schema]) =>
      schema.default === undefined ? [] : [[key, schema.default]],
    ),
  );
  const options = { folder: '/' };
  expect(parseConfig(JSON.stringify(written), options).config).toEqual(
    parseConfig('', options).config,
  );
});

test('a configuration cannot be changed', () => {
  const config = new SafeAIConfig();
  expect(() => Object.assign(config, { audit: {} })).toThrow(TypeError);
  expect(() => Object.assign(config.audit, { maxSizeMb: 1 })).toThrow(TypeError);
  expect(() => Object.assign(config.dashboard.users[0] ?? {}, { role: 'admin' })).toThrow(
    TypeError,
  );
});

function camel(key: string): string {
  return key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [camel(key), camelKeys(item)]),
  );
}
