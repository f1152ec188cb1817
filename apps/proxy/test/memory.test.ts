import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyValidator, ROUTES, type RouteDescription } from '@safeai/api';
import { parseConfig } from '@safeai/config';
import { inMemoryPorts, type AuditRecord, type SafeAIEvent } from '@safeai/core';
import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';
import { startServer, type TestServer } from './support/server.ts';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const MAIL = 'alice.liddell@example.com';
const routes: readonly RouteDescription[] = ROUTES;

const YAML = `
memory:
  max_value_bytes: 100
  default_retention: 2h
  schemas:
    - name: preferences
      fields:
        - { name: user_preference, type: any }
        - { name: age, type: integer, retention: 1h }
        - { name: mail, type: string, tag: personal.pii.email }
      max_entries: 3
    - name: run
      scope: session
      default_retention: 10m
      fields: [{ name: step, type: any }]
    - name: mine
      scope: user
      fields: [{ name: nickname, type: string }]
    - name: shared
      scope: global
      fields: [{ name: motto, type: string }]
contracts:
  undeclared: allow
  tools:
    - tool_name: crm
      stores: { fields: [age], retention: 30m }
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: acme-admin, role: admin, tenants: [acme] }
    - { user_id: viewer, role: viewer, tenants: ['*'] }
`;

/** A server on a configuration, whose clock is set and whose records and events can be looked at. */
async function house(yaml: string) {
  const time = { now: Date.UTC(2026, 0, 1) };
  const records: AuditRecord[] = [];
  const events: SafeAIEvent[] = [];
  const ports = inMemoryPorts({
    clock: { now: () => time.now, monotonic: () => time.now },
    audit: { append: (record) => void records.push(record) },
    events: { emit: (event) => void events.push(event) },
  });
  const runtime = await createRuntime({
    load: () => Promise.resolve(parseConfig(yaml, { folder: '/nowhere' })),
    ports,
  });
  return { runtime, time, records, events };
}

type House = Awaited<ReturnType<typeof house>>;

/** Posts to a route of memory and checks the answer against the document. */
async function post(
  server: TestServer,
  name: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
) {
  const path = `/v1/memory/${name}`;
  const received = await server.send(path, { body, headers });
  const schema = routes.find((route) => route.path === path)?.answer.schema;
  if (received.status === 200 && schema !== undefined) {
    expect(bodyValidator(schema)(received.json())).toEqual([]);
  }
  return { status: received.status, ...received.json() } as Record<string, unknown>;
}

describe('as the documents say', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    ({ runtime } = await house(''));
  });
  afterAll(() => runtime.close());

  test.each(['hot', 'none'] as const)('write, then read, ahead of Express: %s', async (ahead) => {
    const server = await startServer(runtime, { aheadOfExpress: ahead });
    const owner = { key: 'user_preference', agent_id: 'default-agent' };
    expect(await post(server, 'write', { ...owner, value: 'en-US' })).toMatchObject({
      status: 200,
      ok: true,
    });
    expect(await post(server, 'read', owner)).toMatchObject({ status: 200, value: 'en-US' });
  });
});

describe('with schemas', () => {
  let own: House;
  let server: TestServer;
  const opened = async () => {
    own = await house(YAML);
    server = await startServer(own.runtime);
  };

  test('each scope has its owners', async () => {
    await opened();
    const write = async (key: string, value: unknown, who: object, headers = {}) => {
      expect(await post(server, 'write', { key, value, ...who }, headers)).toMatchObject({
        ok: true,
      });
    };
    const read = async (key: string, who: object, headers = {}) =>
      (await post(server, 'read', { key, ...who }, headers)).value;
    await write('age', 7, { agent_id: 'a' });
    expect(await read('age', { agent_id: 'a', session_id: 's' })).toBe(7);
    expect(await read('age', { agent_id: 'b' })).toBeNull();
    expect(await read('age', { agent_id: 'a', tenant_id: 'acme' })).toBeNull();
    await write('step', { n: 1 }, { agent_id: 'a', session_id: 's' });
    expect(await read('step', { agent_id: 'a', session_id: 's' })).toEqual({ n: 1 });
    expect(await read('step', { agent_id: 'a', session_id: 't' })).toBeNull();
    await write('nickname', 'al', { agent_id: 'a' }, { 'x-safeai-user': 'root' });
    expect(await read('nickname', { agent_id: 'b' }, { 'x-safeai-user': 'root' })).toBe('al');
    expect(await read('nickname', { agent_id: 'a' })).toBeNull();
    await write('motto', 'onward', { agent_id: 'a' });
    expect(await read('motto', {})).toBe('onward');
  });

  test("a session's value needs a session", async () => {
    await opened();
    expect(await post(server, 'write', { key: 'step', value: 1 })).toMatchObject({
      status: 422,
      code: 'invalid_request',
    });
  });

  test.each([
    [{ key: 'diary', value: 1 }, 'memory_key', /^no schema allows this key/],
    [{ key: 'age', value: 'old' }, 'memory_type', /type integer/],
    [{ key: 'user_preference', value: 'x'.repeat(99) }, 'memory_size', /more than 100 bytes/],
    [{ key: 'mail', value: 'x', tool_name: 'crm' }, 'contract_stores', /contract/],
  ])('%j is refused, and says why', async (body, reasonCode, reason) => {
    await opened();
    const answer = await post(server, 'write', body);
    expect(answer).toMatchObject({
      status: 200,
      ok: false,
      allowed: false,
      handle: null,
      expires_at: null,
      reason: expect.stringMatching(reason),
      decision: { action: 'block', reason_code: reasonCode },
    });
    expect(own.records).toMatchObject([{ event: 'memory.blocked', reasonCode }]);
    expect(own.events).toMatchObject([{ event: 'memory.blocked' }]);
  });

  test('lives as long as field, schema, contract and block say', async () => {
    await opened();
    const until = async (body: Record<string, unknown>) => {
      const { expires_at: moment } = await post(server, 'write', { value: 1, ...body });
      return (Date.parse(String(moment)) - own.time.now) / 60_000;
    };
    expect(await until({ key: 'age' })).toBe(60);
    expect(await until({ key: 'user_preference' })).toBe(120);
    expect(await until({ key: 'step', session_id: 's' })).toBe(10);
    expect(await until({ key: 'age', tool_name: 'crm' })).toBe(30);
    own.time.now += 30 * 60_000;
    expect(await post(server, 'read', { key: 'age' })).toMatchObject({ found: false, value: null });
  });

  test('a handle instead of the value, and the value for the handle', async () => {
    await opened();
    const who = { agent_id: 'a' };
    const { handle } = await post(server, 'write', { key: 'age', value: 7, ...who });
    expect(await post(server, 'read', { key: 'age', as_handle: true, ...who })).toMatchObject({
      value: null,
      found: true,
      handle,
    });
    expect(await post(server, 'resolve-handle', { handle, ...who })).toMatchObject({
      value: 7,
      found: true,
    });
    const missing: unknown[] = [];
    for (const other of [
      { handle, agent_id: 'b' },
      { handle, tenant_id: 'acme', ...who },
      { handle: `mh-${'0'.repeat(24)}`, ...who },
      { handle: SECRET, ...who },
    ]) {
      const { decision: _decision, ...answer } = await post(server, 'resolve-handle', other);
      missing.push(answer);
    }
    const [first] = missing;
    expect(first).toMatchObject({ status: 200, value: null, found: false });
    expect(missing).toEqual(missing.map(() => first));
  });

  test('forgets', async () => {
    await opened();
    await post(server, 'write', { key: 'age', value: 7 });
    expect(await post(server, 'delete', { key: 'age' })).toMatchObject({ ok: true, found: true });
    expect(await post(server, 'read', { key: 'age' })).toMatchObject({ found: false });
  });

  test('a secret is refused; findings are counted; nothing tells what was found', async () => {
    await opened();
    expect(await post(server, 'write', { key: 'user_preference', value: [SECRET] })).toMatchObject({
      ok: false,
      reason: 'Secret detected in memory',
      detections: [{ type: 'secret', path: '$.user_preference[0]' }],
    });
    expect(await post(server, 'write', { key: 'mail', value: MAIL })).toMatchObject({ ok: true });
    await post(server, 'read', { key: 'mail' });
    await post(server, 'read', { key: MAIL, agent_id: SECRET, session_id: SECRET, schema: MAIL });
    const { text } = await server.send('/v1/metrics');
    expect(text).toContain(
      'safeai_decisions_total{tenant="default",boundary="memory",action="block"} 2',
    );
    const told = JSON.stringify([own.records, own.events, server.logged, text]);
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(MAIL);
    expect(own.records.map(({ event }) => event)).toEqual([
      'memory.blocked',
      'memory.write',
      'memory.read',
      'memory.blocked',
    ]);
  });

  test('purging is for admins, in their own tenants', async () => {
    await opened();
    const as = (user: string) => ({ 'x-safeai-user': user });
    for (const tenant_id of ['acme', 'other']) {
      await post(server, 'write', { key: 'age', value: 7, tenant_id });
    }
    own.time.now += 3_600_000;
    expect(await post(server, 'purge-expired', {}, as('viewer'))).toMatchObject({ status: 403 });
    expect(
      await post(server, 'purge-expired', { tenant_id: 'other' }, as('acme-admin')),
    ).toMatchObject({ status: 403 });
    expect(await post(server, 'purge-expired', {}, as('acme-admin'))).toMatchObject({ removed: 1 });
    const all = await server.send('/v1/memory/purge-expired', { method: 'POST' });
    expect(all.json()).toEqual({ removed: 1 });
  });

  test('shredding is for admins, says so twice, and is on record', async () => {
    await opened();
    const shred = { tenant_id: 'acme', confirm: 'acme' };
    const as = (user: string) => ({ 'x-safeai-user': user });
    for (const tenant_id of ['acme', 'other']) {
      await post(server, 'write', { key: 'age', value: 7, tenant_id });
    }
    expect(await post(server, 'shred', shred, as('viewer'))).toMatchObject({ status: 403 });
    const foreign = { tenant_id: 'other', confirm: 'other' };
    expect(await post(server, 'shred', foreign, as('acme-admin'))).toMatchObject({ status: 403 });
    expect(await post(server, 'shred', { ...shred, confirm: 'acm' })).toMatchObject({
      status: 422,
    });
    expect(await post(server, 'shred', { tenant_id: 'acme' })).toMatchObject({ status: 422 });
    expect(await post(server, 'shred', shred, as('acme-admin'))).toMatchObject({ removed: 1 });
    expect(own.records.at(-1)).toMatchObject({
      event: 'memory.shredded',
      tenantId: 'acme',
      principal: 'acme-admin',
    });
    const read = { key: 'age', tenant_id: 'acme' };
    expect(await post(server, 'read', read)).toMatchObject({ found: false });
    expect(await post(server, 'read', { ...read, tenant_id: 'other' })).toMatchObject({ value: 7 });
  });

  test('a reload changes what may be remembered, and leaves what is', async () => {
    await opened();
    await post(server, 'write', { key: 'motto', value: 'onward' });
    await server.send('/v1/policies/reload', { method: 'POST' });
    expect(await post(server, 'read', { key: 'motto' })).toMatchObject({ value: 'onward' });
  });
});

describe('on disk', () => {
  const value = { city: 'Ouagadougou', note: `write to ${MAIL}` };
  const owner = { key: 'user_preference', agent_id: 'archivist', tenant_id: 'acme' };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-memory-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const opened = () =>
    createRuntime({
      load: () => Promise.resolve(parseConfig('', { folder })),
      openStorage: (loaded) =>
        openStorage({ loaded, environment: {}, named: folder, role: 'server' }),
    });

  /** All bytes below the folder, as one text. */
  async function bytes(): Promise<string> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const read = files.map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
    return (await Promise.all(read)).join('\n');
  }

  test('a value outlives the server, no file shows it, and once shredded it is gone', async () => {
    const first = await opened();
    const { handle } = await post(await startServer(first), 'write', { ...owner, value });
    await first.close();
    const kept = await bytes();
    expect(kept).toContain('memory.write');
    for (const part of ['Ouagadougou', MAIL]) expect(kept).not.toContain(part);

    const second = await opened();
    const server = await startServer(second);
    expect(await post(server, 'read', owner)).toMatchObject({ value });
    expect(
      await post(server, 'resolve-handle', { handle, tenant_id: 'acme', agent_id: 'archivist' }),
    ).toMatchObject({ value });
    const shred = { tenant_id: 'acme', confirm: 'acme' };
    expect(await post(server, 'shred', shred)).toMatchObject({ removed: 1 });
    expect(await post(server, 'read', owner)).toMatchObject({ found: false });
    expect(await post(server, 'write', { ...owner, value: 1 })).toMatchObject({ ok: true });
    await second.close();
  });
});
