import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { SafeAIError } from '@safeai/core';
import fc from 'fast-check';
import Database from 'libsql';
import {
  apiKeyOf,
  approvalOf,
  capabilityOf,
  entryOf,
  chargeOf,
  lockdownOf,
  operationOf,
  reservationOf,
  spendOf,
} from '../src/contract/index.ts';
import { type MemoryKeys, openState, type State } from '../src/index.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();
const LATER = Number.MAX_SAFE_INTEGER;
const CAPS = { perAgent: 1e9, perTenant: 1e9 };
const SESSION = { tenantId: 'acme', agentId: 'billing', sessionId: 's' };
const LIMITS = { ttlMs: 60_000, maxPerSession: 10 };

async function openIn(folder: string, keys: MemoryKeys = KEYS): Promise<State> {
  const state = await openState({ folder, keys });
  folders.closing(() => state.close());
  return state;
}

function sql(folder: string, statement: string, name = 'state.db'): readonly unknown[] {
  const database = new Database(join(folder, name));
  const rows = database.prepare(statement).all();
  database.close();
  return rows;
}

const rejection = (doing: unknown): Promise<SafeAIError> =>
  Promise.resolve(doing).then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => error as SafeAIError,
  );

describe('the state files', () => {
  test('show none of the words that were put into any field', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    let number = 0;
    const word = (): string => `canary-${String(number++)}-yranac`;
    const record = approvalOf({
      ...{ tenantId: word(), agentId: word(), sessionId: word(), toolName: word() },
      ...{ policyName: word(), reason: word(), requester: word(), justification: word() },
      ...{ redactedParameters: { [word()]: word() }, consumedBy: word(), expiresAt: LATER },
    });
    await state.approvals.open(record, CAPS);
    await state.approvals.replace(
      {
        ...record,
        votes: [
          { approverId: word(), roles: [], verdict: 'deny', at: 1, verified: true, note: word() },
        ],
        version: 2,
      },
      1,
    );
    const operation = operationOf({
      ...{ tenantId: word(), operationId: word(), agentId: word(), toolName: word() },
    });
    await state.operations.begin(operation);
    await state.operations.report({ ...operation, outcome: 'unknown', at: 1 });
    await state.capabilities.add(
      capabilityOf({
        ...{ tenantId: word(), agentId: word(), sessionId: word(), issuer: word() },
        ...{ tools: [word()], secrets: [word()] },
      }),
    );
    await state.lockdowns.add(
      lockdownOf({
        tenantId: word(),
        agentId: word(),
        tool: word(),
        reason: word(),
        setBy: word(),
        byOperator: false,
      }),
    );
    for (const encrypted of [true, false]) {
      await state.memory.put(
        entryOf({
          ...{ tenantId: word(), owner: word(), key: word(), value: { [word()]: word() } },
          ...{ tags: [word()], agentId: word(), encrypted, expiresAt: LATER },
        }),
        10,
      );
    }
    const names = { tenantId: word(), userId: word(), agentId: word() };
    const scope = { ...names, keyId: word(), model: word() };
    const charges = [chargeOf({ budget: word(), scope })];
    const leaseId = word();
    await state.budgets.reserve(reservationOf({ leaseId, charges }));
    await state.budgets.settle(leaseId, spendOf({ ...names, model: word() }));
    const session = { tenantId: word(), agentId: word(), sessionId: word() };
    await state.sessions.record(session, [word()], word());
    await state.pseudonyms.put(session, new Map([[word(), word()]]), LIMITS);
    await state.limits.add(word(), 1, LATER);
    await state.backup(join(folder, 'copy'));
    const inFiles = (): readonly string[] =>
      readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('canary'));
    expect(inFiles()).toEqual([]);
    await state.close();
    expect(inFiles()).toEqual([]);
  });

  test('never give a value whose row was changed or swapped with another', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    const entries = ['a', 'b'].map((key) => entryOf({ key, value: key, expiresAt: LATER }));
    for (const entry of entries) await state.memory.put(entry, 10);
    await state.memory.put(entryOf({ tenantId: 'other', key: 'a', expiresAt: LATER }), 10);
    const columns = ['body', 'data_key', 'tenant', 'owner', 'handle', 'expires_at'];
    await fc.assert(
      fc.asyncProperty(fc.subarray(columns, { minLength: 1 }), async (changed) => {
        // Every row gets the columns of the next one.
        const next = changed.map(
          (column) =>
            `${column} = (SELECT o.${column} FROM old o WHERE o.n = (SELECT n % 3 + 1 FROM old WHERE old.address = memory.address))`,
        );
        const database = new Database(join(folder, 'state.db'));
        database.exec('PRAGMA busy_timeout = 1000');
        database.exec(
          'CREATE TEMP TABLE old AS SELECT row_number() OVER (ORDER BY address) AS n, * FROM memory',
        );
        database.exec(`UPDATE memory SET ${next.join(', ')}`);
        for (const entry of entries) {
          const read = await Promise.resolve(state.memory.get(entry)).catch(() => undefined);
          expect(read === undefined || read.value === entry.value).toBe(true);
          const found = await state.memory.find('acme', entry.handle).catch(() => undefined);
          expect(found === undefined || found.value === entry.value).toBe(true);
          if (changed.includes('body')) {
            expect((await rejection(state.memory.get(entry))).code).toBe('state_unavailable');
          }
        }
        const back = columns.map(
          (column) =>
            `${column} = (SELECT o.${column} FROM old o WHERE o.address = memory.address)`,
        );
        database.exec(`UPDATE memory SET ${back.join(', ')}`);
        database.close();
        expect((await state.memory.get(entries[0] ?? entryOf()))?.value).toBe('a');
      }),
      { numRuns: 20 },
    );
  });

  test('show a key to nobody else where the rows of its tenants are changed', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    await state.apiKeys.add(apiKeyOf({ tenants: ['acme', 'other'] }));
    await state.apiKeys.add(apiKeyOf({ id: 'key-mine' }));
    const changed = sql(
      folder,
      `DELETE FROM api_key_tenants WHERE api_key <> 'key-mine' AND tenant NOT IN
       (SELECT tenant FROM api_key_tenants WHERE api_key = 'key-mine') RETURNING 1`,
    );
    expect(changed).toHaveLength(1);
    const listed = await state.apiKeys.list(['acme'], 10);
    expect(listed.map(({ id }) => id)).toEqual(['key-mine']);
    expect(await state.apiKeys.revoke(['acme'], apiKeyOf().id, 1)).toBe(undefined);
  });

  test('reject one changed bit of any row', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    await state.memory.put(entryOf({ expiresAt: LATER }), 10);
    await state.approvals.open(approvalOf({ expiresAt: LATER }), CAPS);
    await state.operations.begin(operationOf());
    await state.capabilities.add(capabilityOf());
    await state.apiKeys.add(apiKeyOf());
    await state.lockdowns.add(lockdownOf());
    await state.sessions.record(SESSION, ['pii']);
    await state.pseudonyms.put(SESSION, new Map([['a', 'b']]), LIMITS);
    const flip = "body = unhex(substr(hex(body), 1, 60) || '00' || substr(hex(body), 63))";
    for (const table of [
      'memory',
      'approvals',
      'operations',
      'capabilities',
      'api_keys',
      'lockdowns',
    ]) {
      sql(folder, `UPDATE ${table} SET ${flip} RETURNING 1`);
    }
    for (const table of ['sessions', 'pseudonyms']) {
      sql(folder, `UPDATE ${table} SET ${flip} RETURNING 1`, 'sessions.db');
    }
    for (const read of [
      () => state.memory.get(entryOf()),
      () => state.memory.find('acme', entryOf().handle),
      () => state.approvals.get(['acme'], approvalOf().requestId),
      () => state.approvals.list({ tenants: ['*'], limit: 5 }),
      () => state.operations.get('acme', operationOf().operationId),
      () => state.capabilities.get(capabilityOf().id),
      () => state.apiKeys.get(apiKeyOf().id),
      () => state.lockdowns.active(),
      () => state.sessions.load(SESSION),
      () => state.pseudonyms.all(SESSION),
    ]) {
      const error = await rejection(read());
      expect([error.code, error.message.includes('changed by something else')]).toEqual([
        'state_unavailable',
        true,
      ]);
    }
  });
});

describe('the key of the files', () => {
  const SECOND = { id: 'k2', key: new Uint8Array(32).fill(2) };

  test('can be changed: the former one is needed once', async () => {
    const folder = folders.make();
    const entry = entryOf({ expiresAt: LATER });
    const first = await openIn(folder);
    await first.memory.put(entry, 10);
    await first.close();
    await (await openIn(folder, { current: SECOND, previous: [KEYS.current] })).close();
    const later = await openIn(folder, { current: SECOND, previous: [] });
    expect(await later.memory.get(entry)).toEqual(entry);
    await later.close();
    const error = await rejection(openState({ folder, keys: KEYS }));
    expect([error.code, error.message]).toEqual([
      'state_unavailable',
      expect.stringMatching(/key k2, .*keys\.memory/),
    ]);
  });

  test('can be changed while they are open, for what is there and for what comes', async () => {
    const folder = folders.make();
    const old = entryOf({ tenantId: 'acme', expiresAt: LATER });
    const made = entryOf({ tenantId: 'globex', expiresAt: LATER });
    const open = await openIn(folder);
    await open.memory.put(old, 10);
    await open.useKeys({ current: SECOND, previous: [KEYS.current] });
    await open.memory.put(made, 10);
    expect(await open.memory.get(old)).toEqual(old);
    await open.close();
    const later = await openIn(folder, { current: SECOND, previous: [] });
    expect([await later.memory.get(old), await later.memory.get(made)]).toEqual([old, made]);
  });

  test('stays where another one cannot take its place', async () => {
    const folder = folders.make();
    const entry = entryOf({ expiresAt: LATER });
    const open = await openIn(folder);
    await open.memory.put(entry, 10);
    const third = { id: 'k3', key: new Uint8Array(32).fill(3) };
    expect((await rejection(open.useKeys({ current: SECOND, previous: [third] }))).code).toBe(
      'state_unavailable',
    );
    await expect(
      open.useKeys({ current: { id: 'k', key: new Uint8Array(1) }, previous: [] }),
    ).rejects.toMatchObject({ code: 'invalid_config' });
    expect(await open.memory.get(entry)).toEqual(entry);
  });

  test('of the same name and other bytes is refused', async () => {
    const folder = folders.make();
    await (await openIn(folder)).close();
    const keys = { current: { ...SECOND, id: KEYS.current.id }, previous: [] };
    const error = await rejection(openState({ folder, keys }));
    expect([error.code, error.message]).toEqual([
      'state_unavailable',
      expect.stringMatching(/keys\.memory.*holds another key/),
    ]);
  });

  test('has 32 bytes and a name of its own', async () => {
    const folder = folders.make();
    for (const keys of [
      { current: { id: 'k', key: new Uint8Array(31) }, previous: [] },
      { current: KEYS.current, previous: [{ ...SECOND, id: KEYS.current.id }] },
    ]) {
      expect((await rejection(openState({ folder, keys }))).code).toBe('invalid_config');
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('shredding a tenant', () => {
  test('leaves neither its key nor its rows in any file, and the others as they were', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    await state.memory.put(entryOf({ expiresAt: LATER }), 10);
    await state.pseudonyms.put(SESSION, new Map([['a', 'b']]), LIMITS);
    const secrets = [
      ...sql(folder, 'SELECT hex(wrapped) AS hex FROM data_keys'),
      ...sql(folder, 'SELECT hex(body) AS hex FROM memory'),
      ...sql(folder, 'SELECT hex(body) AS hex FROM pseudonyms', 'sessions.db'),
    ].map((row) => Buffer.from((row as { hex: string }).hex, 'hex'));
    expect(secrets.length).toBe(3);
    const other = entryOf({ tenantId: 'other', expiresAt: LATER });
    await state.memory.put(other, 10);
    expect(await state.memory.shred('acme')).toBe(1);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      for (const secret of secrets) expect([name, bytes.includes(secret)]).toEqual([name, false]);
    }
    expect(await state.memory.get(other)).toEqual(other);
  });
});
