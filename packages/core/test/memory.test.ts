import { describe, expect, test } from '@jest/globals';

import type { PolicyRule } from '../src/policy/rule.ts';
import type { MemorySchema } from '../src/memory/memory-schema.ts';
import { APPROVER, house, SECRET } from './house.ts';

const KEY = 'user_preference';
const MAIL = 'alice@example.com';
const HOUR = 3_600_000;

const PROFILE: MemorySchema = {
  name: 'profile',
  scope: 'user',
  maxEntries: 2,
  defaultRetentionMs: HOUR,
  fields: [
    { name: 'id', type: 'integer', required: true },
    { name: 'mail', type: 'string', tag: 'personal.pii.email' },
    { name: 'notes', type: 'list', retentionMs: 2 * HOUR },
    { name: 'settings', type: 'object' },
  ],
};

const memoryRule = (rule: Partial<PolicyRule>): PolicyRule => ({
  name: 'mine',
  boundary: 'memory',
  action: 'block',
  ...rule,
});

describe('without any setting', () => {
  test('an agent remembers a preference, for a day', async () => {
    const { safeai, time, records, events } = house();
    const owner = { agentId: 'a' };
    const written = await safeai.memory.write({ key: KEY, value: 'en-US', ...owner });
    expect(written).toMatchObject({
      ok: true,
      allowed: true,
      redacted: false,
      reason: 'Allowed by default policy',
      expiresAt: time.now + 24 * HOUR,
    });
    expect(written.handle).toMatch(/^mh-/);
    time.now += 24 * HOUR - 1;
    const read = await safeai.memory.read({ key: KEY, ...owner });
    expect(read).toMatchObject({ value: 'en-US', found: true, handle: null });
    time.now += 1;
    expect(await safeai.memory.read({ key: KEY, ...owner })).toMatchObject({
      value: null,
      found: false,
      reason: 'Nothing is remembered here',
    });
    expect(events.map(({ event }) => event)).toEqual([
      'memory.write',
      'memory.read',
      'memory.read',
    ]);
    expect(records.map(({ event, boundary, detail }) => ({ event, boundary, detail }))).toEqual(
      [
        { event: 'memory.write', detail: { operation: 'write' } },
        { event: 'memory.read', detail: { operation: 'read', found: true } },
        { event: 'memory.read', detail: { operation: 'read', found: false } },
      ].map(({ event, detail }) => ({
        event,
        boundary: 'memory',
        detail: { schema: 'default', scope: 'agent', key: KEY, ...detail },
      })),
    );
  });

  test('another key is refused, and the answer says what to do', async () => {
    const { safeai, records } = house();
    const answer = await safeai.memory.write({ key: 'diary', value: 1 });
    expect(answer).toMatchObject({
      ok: false,
      allowed: false,
      handle: null,
      decision: { action: 'block', policyName: 'memory-schema', reasonCode: 'memory_key' },
    });
    expect(answer.reason).toBe(
      'no schema allows this key: use one of user_preference, or add a field of its name to memory.schemas',
    );
    expect(await safeai.memory.read({ key: 'diary' })).toMatchObject({ value: null, found: false });
    expect(await safeai.memory.delete({ key: 'diary' })).toMatchObject({ ok: false, found: false });
    expect(records.map(({ event }) => event)).toEqual(Array(3).fill('memory.blocked'));
  });

  test('a secret is refused, and is in no record', async () => {
    const { safeai, records, events } = house();
    const answer = await safeai.memory.write({ key: KEY, value: { deep: [`key ${SECRET}`] } });
    expect(answer).toMatchObject({
      ok: false,
      reason: 'Secret detected in memory',
      detections: [{ value: SECRET, path: `$.${KEY}.deep[0]` }],
    });
    expect(await safeai.memory.read({ key: KEY })).toMatchObject({ found: false });
    expect(JSON.stringify([records, events])).not.toContain(SECRET);
  });

  test('what is forgotten is gone', async () => {
    const { safeai, events } = house();
    await safeai.memory.write({ key: KEY, value: 1 });
    expect(await safeai.memory.delete({ key: KEY })).toMatchObject({ ok: true, found: true });
    expect(await safeai.memory.delete({ key: KEY })).toMatchObject({ ok: true, found: false });
    expect(await safeai.memory.read({ key: KEY })).toMatchObject({ found: false });
    expect(events.map(({ event }) => event)).toContain('memory.delete');
  });

  test('a value is a copy: nobody changes it afterwards', async () => {
    const { safeai } = house();
    const value = { list: [1] };
    await safeai.memory.write({ key: KEY, value });
    value.list.push(2);
    const first = await safeai.memory.read({ key: KEY });
    (first.value as typeof value).list.push(3);
    expect((await safeai.memory.read({ key: KEY })).value).toEqual({ list: [1] });
  });

  test('what is judged is what is kept, whatever toJSON says', async () => {
    const { safeai } = house();
    const value = { toJSON: () => `key ${SECRET}` } as unknown as string;
    expect(await safeai.memory.write({ key: KEY, value })).toMatchObject({ ok: false });
  });
});

test('a handle is void once its value is written anew', async () => {
  const { safeai } = house();
  const resolve = async (handle: string | null) =>
    (await safeai.memory.resolveHandle({ handle: handle ?? '' })).value;
  const first = await safeai.memory.write({ key: KEY, value: 1 });
  expect(await resolve(first.handle)).toBe(1);
  const second = await safeai.memory.write({ key: KEY, value: 2 });
  expect(await resolve(first.handle)).toBeNull();
  expect(await resolve(second.handle)).toBe(2);
});

test('no agent and session read what another pair of names wrote', async () => {
  const { safeai } = house({
    memory: { schemas: [{ name: 's', scope: 'session', fields: [{ name: 'k' }] }] },
  });
  await safeai.memory.write({ key: 'k', value: 1, agentId: 'a","b', sessionId: 'c' });
  for (const [agentId, sessionId] of [
    ['a', 'b","c'],
    ['c', 'a","b'],
    ['', 'a","b","c'],
  ] as const) {
    expect((await safeai.memory.read({ key: 'k', agentId, sessionId })).found).toBe(false);
  }
});

test('a key that the caller made up is scanned; one of a schema is the word of whoever wrote it', async () => {
  const { safeai } = house({ memory: { schemas: [{ name: 's', fields: [{ name: MAIL }] }] } });
  const known = await safeai.memory.write({ key: MAIL, value: 1 });
  expect(known).toMatchObject({ ok: true, detections: [] });
  const unknown = await safeai.memory.write({ key: SECRET, value: 1 });
  expect(unknown).toMatchObject({ ok: false, detections: [{ value: SECRET, in: 'key' }] });
});

describe('policy', () => {
  const redactMail = memoryRule({ action: 'redact', dataTags: ['personal'] });

  test('keeps the redacted value, and says so', async () => {
    const { safeai } = house({ policies: [redactMail] });
    const written = await safeai.memory.write({ key: KEY, value: { to: MAIL, n: 1 } });
    expect(written).toMatchObject({ ok: true, redacted: true, decision: { action: 'redact' } });
    const read = await safeai.memory.read({ key: KEY });
    expect(read.value).toEqual({ to: '[EMAIL_REDACTED]', n: 1 });
    expect(read.decision.action).toBe('allow');
  });

  test('judges anew what is read: the caller gets the rest, and no finding tells what was there', async () => {
    const { safeai } = house();
    await safeai.memory.write({ key: KEY, value: { [MAIL]: `write to ${MAIL}` } });
    safeai.replaceRules({ policies: [redactMail] });
    const read = await safeai.memory.read({ key: KEY, explain: true });
    expect(read).toMatchObject({ found: true, decision: { action: 'redact' } });
    expect(read.value).toEqual({ '[EMAIL_REDACTED]': 'write to [EMAIL_REDACTED]' });
    expect(read.detections).toHaveLength(2);
    expect(JSON.stringify(read)).not.toContain(MAIL);
    safeai.replaceRules({ policies: [memoryRule({ dataTags: ['personal'] })] });
    const blocked = await safeai.memory.read({ key: KEY });
    expect(blocked).toMatchObject({ value: null, found: true, decision: { action: 'block' } });
    expect(JSON.stringify(blocked)).not.toContain(MAIL);
  });

  test('an approval that nobody could use blocks', async () => {
    const { safeai } = house({ policies: [memoryRule({ action: 'require_approval' })] });
    expect(await safeai.memory.write({ key: KEY, value: 1 })).toMatchObject({
      ok: false,
      decision: { action: 'block' },
    });
  });

  test('tells writing from reading, and one key from another', async () => {
    const when = { 'parameters.operation': { eq: 'write' }, 'parameters.key': { eq: KEY } };
    const { safeai } = house();
    await safeai.memory.write({ key: KEY, value: 1 });
    safeai.replaceRules({ policies: [memoryRule({ when })] });
    expect((await safeai.memory.write({ key: KEY, value: 2 })).ok).toBe(false);
    expect((await safeai.memory.read({ key: KEY })).value).toBe(1);
  });

  test('tags that the writer declared stay with the value', async () => {
    const { safeai } = house();
    await safeai.memory.write({ key: KEY, value: 'blue', dataTags: ['internal.plan'] });
    safeai.replaceRules({ policies: [memoryRule({ dataTags: ['internal'] })] });
    expect(await safeai.memory.read({ key: KEY })).toMatchObject({ value: null, found: true });
  });
});

describe('schemas', () => {
  const user = { principal: { ...APPROVER, user: 'u' } };

  test.each([
    ['id', '1', 'memory_type'],
    ['id', 1.5, 'memory_type'],
    ['id', null, 'memory_type'],
    ['notes', {}, 'memory_type'],
    ['settings', [], 'memory_type'],
    ['mail', true, 'memory_type'],
    ['mail', 'x'.repeat(63), 'memory_size'],
  ])('%s: %j is refused: %s', async (key, value, reasonCode) => {
    const { safeai } = house({ memory: { schemas: [PROFILE], maxValueBytes: 64 } });
    const answer = await safeai.memory.write({ key, value }, user);
    expect(answer).toMatchObject({ ok: false, decision: { reasonCode } });
  });

  test('bytes count as the JSON in UTF-8', async () => {
    const { safeai } = house({ memory: { maxValueBytes: 10 } });
    const write = (value: string) => safeai.memory.write({ key: KEY, value });
    expect((await write('éééé')).ok).toBe(true);
    expect((await write('ééééa')).ok).toBe(false);
  });

  test('a required field comes first; the owner has so many values and no more', async () => {
    const { safeai, records } = house({ memory: { schemas: [PROFILE] } });
    const write = (key: string, value: number | string) =>
      safeai.memory.write({ key, value }, user);
    const early = await write('mail', 'none');
    expect(early.decision.reasonCode).toBe('memory_required');
    expect(early.reason).toContain('id to be written first');
    expect((await write('id', 1)).ok).toBe(true);
    expect((await write('mail', 'none')).ok).toBe(true);
    expect((await write('mail', 'other')).ok).toBe(true);
    const full = await safeai.memory.write({ key: 'settings', value: {} }, user);
    expect(full).toMatchObject({ ok: false, decision: { reasonCode: 'memory_full' } });
    expect(records.at(-1)).toMatchObject({
      event: 'memory.blocked',
      decisionId: full.decision.decisionId,
      reasonCode: 'memory_full',
    });
    await safeai.memory.delete({ key: 'mail' }, user);
    expect((await safeai.memory.write({ key: 'settings', value: {} }, user)).ok).toBe(true);
  });

  test("a field's tag is judged as declared, on the way in and on the way out", async () => {
    const schemas = [PROFILE];
    const { safeai, records } = house({ memory: { schemas } });
    await safeai.memory.write({ key: 'id', value: 1 }, user);
    await safeai.memory.write({ key: 'mail', value: 'none' }, user);
    expect(records.at(-1)?.dataTags).toEqual(['personal.pii.email']);
    safeai.replaceRules({
      memory: { schemas },
      policies: [memoryRule({ dataTags: ['personal.pii'] })],
    });
    expect(await safeai.memory.read({ key: 'mail' }, user)).toMatchObject({ value: null });
    expect(await safeai.memory.write({ key: 'mail', value: 'x' }, user)).toMatchObject({
      ok: false,
    });
  });

  test('a tag that a field is given later holds for what is there', async () => {
    const schema = { name: 's', fields: [{ name: 'k' }] };
    const { safeai } = house({ memory: { schemas: [schema] } });
    const { handle } = await safeai.memory.write({ key: 'k', value: 1 });
    safeai.replaceRules({
      memory: { schemas: [{ ...schema, fields: [{ name: 'k', tag: 'internal' }] }] },
      policies: [memoryRule({ dataTags: ['internal'] })],
    });
    const blocked = { value: null, found: true, decision: { action: 'block' } };
    expect(await safeai.memory.read({ key: 'k' })).toMatchObject(blocked);
    expect(await safeai.memory.resolveHandle({ handle: handle ?? '' })).toMatchObject(blocked);
  });

  test('a key that no schema has any more is out of reach', async () => {
    const { safeai } = house();
    const { handle } = await safeai.memory.write({ key: KEY, value: 1 });
    safeai.replaceRules({ memory: { schemas: [{ name: 's', fields: [{ name: 'k' }] }] } });
    expect((await safeai.memory.read({ key: KEY })).found).toBe(false);
    expect((await safeai.memory.resolveHandle({ handle: handle ?? '' })).found).toBe(false);
  });

  test('the first schema that has a key, unless one is named', async () => {
    const schemas: MemorySchema[] = [
      { name: 'one', scope: 'session', fields: [{ name: 'k' }] },
      { name: 'two', scope: 'global', fields: [{ name: 'k' }] },
    ];
    const { safeai } = house({ memory: { schemas } });
    await safeai.memory.write({ key: 'k', value: 1, sessionId: 's' });
    await safeai.memory.write({ key: 'k', value: 2, schema: 'two' });
    const read = async (schema?: string) =>
      (await safeai.memory.read({ key: 'k', sessionId: 's', ...(schema ? { schema } : {}) })).value;
    expect([await read(), await read('one'), await read('two')]).toEqual([1, 1, 2]);
    expect(await safeai.memory.read({ key: 'k', schema: 'three' })).toMatchObject({
      found: false,
      reason: 'There is no memory schema of this name',
    });
    await expect(safeai.memory.read({ key: 'k' })).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path: '$.sessionId' }],
    });
  });

  test.each([
    ['a name twice', [PROFILE, { ...PROFILE, scope: 'global' }]],
    ['a key twice in a scope', [PROFILE, { ...PROFILE, name: 'again' }]],
    ['a key too long', [{ name: 'x', fields: [{ name: 'k'.repeat(257) }] }]],
    ['an empty key', [{ name: 'x', fields: [{ name: '' }] }]],
    ['a bad tag', [{ name: 'x', fields: [{ name: 'k', tag: 'a..b' }] }]],
  ] as const)('%s is refused at once', (_, schemas) => {
    expect(() => house({ memory: { schemas } })).toThrow(
      expect.objectContaining({ code: 'invalid_memory_schema' }),
    );
  });
});

describe('clearance', () => {
  const rules = {
    identities: [{ agentId: 'clerk', clearanceTags: [] }, { agentId: 'doctor' }],
    memory: { schemas: [{ name: 's', scope: 'global', fields: [{ name: 'k' }] }] },
  } as const;

  test('an agent recalls nothing that it is not cleared for', async () => {
    const { safeai } = house(rules);
    await safeai.memory.write({ key: 'k', value: MAIL, agentId: 'doctor' });
    const read = await safeai.memory.read({ key: 'k', agentId: 'clerk' });
    expect(read).toMatchObject({
      value: null,
      found: true,
      decision: { action: 'block', policyName: 'agent-identity', reasonCode: 'clearance' },
    });
    expect(JSON.stringify(read)).not.toContain(MAIL);
  });

  test('but it can pass the handle on to one that is', async () => {
    const { safeai } = house(rules);
    await safeai.memory.write({ key: 'k', value: MAIL, agentId: 'doctor' });
    const passed = await safeai.memory.read({ key: 'k', agentId: 'clerk', asHandle: true });
    expect(passed).toMatchObject({ value: null, found: true, detections: [] });
    const handle = passed.handle ?? '';
    expect((await safeai.memory.resolveHandle({ handle, agentId: 'doctor' })).value).toBe(MAIL);
    expect((await safeai.memory.resolveHandle({ handle, agentId: 'clerk' })).value).toBeNull();
  });

  test.each([{ agentId: 'stranger' }, {}])('nobody else: %j', async (who) => {
    const { safeai } = house(rules);
    await safeai.memory.write({ key: 'k', value: 1, agentId: 'doctor' });
    const answers = [
      await safeai.memory.write({ key: 'k', value: 2, ...who }),
      await safeai.memory.read({ key: 'k', ...who }),
      await safeai.memory.delete({ key: 'k', ...who }),
      await safeai.memory.resolveHandle({ handle: 'mh-1', ...who }),
    ];
    for (const { decision } of answers) expect(decision.reasonCode).toBe('unknown_agent');
    expect(answers[1]).toMatchObject({ value: null, found: false });
    expect((await safeai.memory.read({ key: 'k', agentId: 'doctor' })).value).toBe(1);
  });
});

describe('what a tool keeps', () => {
  const rules = {
    contracts: [{ toolName: 'crm', accepts: {}, emits: {} }],
    memory: { toolStores: [{ toolName: 'crm', fields: [KEY], retentionMs: HOUR }] },
  };

  test('lives no longer than its contract says', async () => {
    const { safeai, time } = house(rules);
    const written = await safeai.memory.write({ key: KEY, value: 1, toolName: 'crm' });
    expect(written.expiresAt).toBe(time.now + HOUR);
    expect((await safeai.memory.write({ key: KEY, value: 1 })).expiresAt).toBe(
      time.now + 24 * HOUR,
    );
  });

  test('is what its contract says, and nothing of a tool without one', async () => {
    const { safeai } = house({
      ...rules,
      memory: { toolStores: [{ toolName: 'crm', fields: ['other'] }] },
    });
    const code = async (toolName: string) =>
      (await safeai.memory.write({ key: KEY, value: 1, toolName })).decision.reasonCode;
    expect(await code('crm')).toBe('contract_stores');
    expect(await code('unknown')).toBe('undeclared_tool');
  });
});

test('a value that is to live for ever has a date all the same', async () => {
  const { safeai } = house({ memory: { defaultRetentionMs: Number.MAX_SAFE_INTEGER } });
  const { ok, expiresAt } = await safeai.memory.write({ key: KEY, value: 1 });
  expect(ok).toBe(true);
  expect(new Date(expiresAt ?? NaN).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
});

describe('upkeep', () => {
  test('purging removes what has expired, in the tenants of the caller', async () => {
    const { safeai, time, records } = house();
    for (const tenantId of ['one', 'two']) {
      await safeai.memory.write({ key: KEY, value: 1, tenantId });
    }
    time.now += 25 * HOUR;
    await safeai.memory.write({ key: KEY, value: 2, tenantId: 'three' });
    const principal = { ...APPROVER, tenant: 'one', tenants: ['one', 'three'] };
    expect(await safeai.memory.purgeExpired({}, { principal })).toEqual({ removed: 1 });
    expect(records.at(-1)).toMatchObject({
      event: 'memory.purged',
      boundary: 'memory',
      tenantId: 'one',
      principal: 'security-admin',
      detail: { removed: 1 },
    });
    await expect(
      safeai.memory.purgeExpired({ tenantId: 'two' }, { principal }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect(await safeai.memory.purgeExpired()).toEqual({ removed: 1 });
    const before = records.length;
    expect(await safeai.memory.purgeExpired()).toEqual({ removed: 0 });
    expect(records).toHaveLength(before);
    expect((await safeai.memory.read({ key: KEY, tenantId: 'three' })).value).toBe(2);
  });

  test('shredding destroys one tenant, once it is confirmed, and is on record', async () => {
    const { safeai, records, events } = house();
    for (const tenantId of ['one', 'two']) {
      await safeai.memory.write({ key: KEY, value: 1, tenantId });
    }
    await expect(safeai.memory.shred({ tenantId: 'one', confirm: 'two' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(await safeai.memory.shred({ tenantId: 'one', confirm: 'one' })).toEqual({ removed: 1 });
    expect(records.at(-1)).toMatchObject({ event: 'memory.shredded', tenantId: 'one' });
    expect(events.at(-1)).toMatchObject({ event: 'memory.shredded', tenantId: 'one' });
    expect((await safeai.memory.read({ key: KEY, tenantId: 'one' })).found).toBe(false);
    expect((await safeai.memory.read({ key: KEY, tenantId: 'two' })).found).toBe(true);
  });

  test('nothing is shredded that cannot be recorded', async () => {
    let isFull = false;
    const append = () => {
      if (isFull) throw new Error('disk');
    };
    const { safeai } = house({}, { audit: { append } });
    await safeai.memory.write({ key: KEY, value: 1 });
    isFull = true;
    await expect(
      safeai.memory.shred({ tenantId: 'default', confirm: 'default' }),
    ).rejects.toMatchObject({ code: 'audit_unavailable' });
    isFull = false;
    expect((await safeai.memory.read({ key: KEY })).found).toBe(true);
  });
});

describe('recorded before it is done', () => {
  test('what cannot be recorded is neither kept, shown nor forgotten', async () => {
    let isFull = false;
    const append = () => (isFull ? Promise.reject(new Error('disk')) : undefined);
    const { safeai, events } = house({}, { audit: { append } });
    await safeai.memory.write({ key: KEY, value: 1 });
    isFull = true;
    const unavailable = { code: 'audit_unavailable' };
    await expect(safeai.memory.write({ key: KEY, value: 2 })).rejects.toMatchObject(unavailable);
    await expect(safeai.memory.read({ key: KEY })).rejects.toMatchObject(unavailable);
    await expect(safeai.memory.delete({ key: KEY })).rejects.toMatchObject(unavailable);
    expect(events).toHaveLength(1);
    isFull = false;
    expect((await safeai.memory.read({ key: KEY })).value).toBe(1);
  });
});

describe('bad input', () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);

  test.each([
    [{ key: KEY }, '$.value'],
    [{ key: KEY, value: undefined }, '$.value'],
    [{ key: KEY, value: () => 1 }, '$.value'],
    [{ key: KEY, value: 1n }, '$.value'],
    [{ key: KEY, value: cyclic }, '$.value'],
    [{ key: '', value: 1 }, '$.key'],
    [{ key: 'k'.repeat(257), value: 1 }, '$.key'],
    [{ key: 1, value: 1 }, '$.key'],
    [{ key: KEY, value: 1, schema: 1 }, '$.schema'],
    [{ key: KEY, value: 1, toolName: 1 }, '$.toolName'],
    [{ key: KEY, value: 1, agentId: 1 }, '$.agentId'],
    [null, '$.request'],
  ])('%p: an error that names the place', async (request, path) => {
    const { safeai } = house();
    await expect(safeai.memory.write(request as never)).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path }],
    });
  });

  test('values as deep and as many as `limits` say, and no more', async () => {
    const { safeai } = house({ limits: { jsonDepth: 2, jsonLeaves: 3 } });
    const write = (value: never) => safeai.memory.write({ key: KEY, value });
    expect((await write([[1]] as never)).ok).toBe(true);
    await expect(write([[[1]]] as never)).rejects.toMatchObject({ code: 'limit_exceeded' });
    await expect(write([1, 2, 3, 4] as never)).rejects.toMatchObject({ code: 'limit_exceeded' });
  });

  test('a tenant of somebody else', async () => {
    const { safeai } = house();
    const call = { principal: { ...APPROVER, tenants: ['mine'], tenant: 'mine' } };
    const request = { key: KEY, tenantId: 'theirs' };
    const forbidden = { code: 'forbidden' };
    await expect(safeai.memory.read(request, call)).rejects.toMatchObject(forbidden);
    await expect(safeai.memory.write({ ...request, value: 1 }, call)).rejects.toMatchObject(
      forbidden,
    );
    await expect(safeai.memory.delete(request, call)).rejects.toMatchObject(forbidden);
    await expect(
      safeai.memory.resolveHandle({ handle: 'x', tenantId: 'theirs' }, call),
    ).rejects.toMatchObject(forbidden);
    await expect(
      safeai.memory.shred({ tenantId: 'theirs', confirm: 'theirs' }, call),
    ).rejects.toMatchObject(forbidden);
  });
});
