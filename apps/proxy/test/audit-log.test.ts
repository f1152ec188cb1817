import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bodyValidator, ROUTES, type RouteDescription } from '@safeai/api';
import { realRuntime, testFolder } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

/** A server on a real audit log. */
const start = async (yaml?: string, folder?: string) =>
  startServer(await realRuntime(yaml, folder));

type Started = Awaited<ReturnType<typeof start>>;

const scan = async ({ send }: Started, agent: string, tenant = 'default'): Promise<string> => {
  const body = { text: 'token=sk-ABCDEF1234567890ABCDEF', agent_id: agent, tenant_id: tenant };
  const { decision } = (await send('/v1/scan/input', { body })).json() as {
    decision: { decision_id: string };
  };
  return decision.decision_id;
};

const list = async ({ send }: Started, search = '', headers = {}) => {
  const { text, headers: given } = await send(`/v1/audit${search}`, { headers });
  const records = JSON.parse(text) as { decision_id: string; agent_id: string }[];
  return { records, next: given['x-next-cursor'] };
};

describe('the recorded history over HTTP', () => {
  test('what was answered is there, newest first, in the form that is documented', async () => {
    const server = await start();
    const ids = [await scan(server, 'a'), await scan(server, 'b')];
    const { records, next } = await list(server, '?limit=5');
    expect(records.map(({ decision_id: id }) => id)).toEqual(ids.reverse());
    expect(next).toBeUndefined();
    const routes: readonly RouteDescription[] = ROUTES;
    const schema = routes.find(({ id }) => id === 'audit')?.answer.schema;
    expect(schema && bodyValidator(schema)(records)).toEqual([]);
    const own = (await list(server, '?event=audit.segment')).records;
    expect(own).toHaveLength(1);
    expect(schema && bodyValidator(schema)(own)).toEqual([]);
  });

  test('page after page, each record once, while more are written', async () => {
    const server = await start();
    const first: string[] = [];
    for (let index = 0; index < 7; index++) first.push(await scan(server, 'a'));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const search = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { records, next } = await list(server, `?limit=2${search}`);
      seen.push(...records.map(({ decision_id: id }) => id));
      cursor = next as string | undefined;
      await scan(server, 'later');
    } while (cursor !== undefined);
    expect(seen).toEqual(first.reverse());
  });

  test.each(['none', 'AAAA', Buffer.from('{"w1":-1}').toString('base64url')])(
    'a cursor that is none: %s',
    async (cursor) => {
      const server = await start();
      await scan(server, 'a');
      const received = await server.send(`/v1/audit?cursor=${cursor}`);
      expect(received.json()).toMatchObject({ status: 422, code: 'invalid_request' });
    },
  );

  test('by agent, tag, event, decision and time', async () => {
    const server = await start();
    const id = await scan(server, 'a');
    await scan(server, 'b');
    for (const search of [
      '?agent_id=a',
      `?decision_id=${id}`,
      '?agent_id=a&data_tag=secret&event=scan.*&action=block&last=1h&boundary=input',
    ]) {
      expect([search, (await list(server, search)).records]).toEqual([
        search,
        [expect.objectContaining({ decision_id: id })],
      ]);
    }
    for (const search of ['?data_tag=personal', '?until=2020-01-01T00:00:00Z', '?agent_id=c']) {
      expect([search, (await list(server, search)).records]).toEqual([search, []]);
    }
  });

  test('a user sees the records of their tenants alone', async () => {
    const server = await start(
      'dashboard: { users: [{ user_id: ana, role: auditor, tenants: [acme] }] }',
    );
    const own = await scan(server, 'a', 'acme');
    const foreign = await scan(server, 'a', 'other');
    const ana = { 'x-safeai-user': 'ana' };
    expect((await list(server, '', ana)).records).toMatchObject([{ decision_id: own }]);
    expect((await server.send(`/v1/audit/${own}`, { headers: ana })).status).toBe(200);
    for (const path of [`/v1/audit/${foreign}`, `/v1/audit/${foreign}/receipt`]) {
      expect((await server.send(path, { headers: ana })).status).toBe(404);
    }
    expect((await list(server, '?event=audit.*', ana)).records).toEqual([]);
  });

  test('a receipt holds the record, and verifies with the published keys', async () => {
    const server = await start();
    const id = await scan(server, 'a');
    const record = (await server.send(`/v1/audit/${id}`)).json();
    const { receipt } = (await server.send(`/v1/audit/${id}/receipt`)).json() as {
      receipt: string;
    };
    const { keys } = (await server.send('/.well-known/safeai-keys.json')).json() as {
      keys: (JsonWebKey & { kid: string; d?: string })[];
    };
    const [header = '', payload = '', signature = ''] = receipt.split('.');
    const part = (text: string) =>
      JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    const key = keys.find(({ kid }) => kid === part(header).kid);
    expect(key).not.toHaveProperty('d');
    const signed = Buffer.from(`${header}.${payload}`);
    const publicKey = createPublicKey({ key: key ?? {}, format: 'jwk' });
    expect(verify(null, signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(part(payload).record).toEqual(record);
  });

  test('verify finds a byte that was changed', async () => {
    const folder = await testFolder();
    const server = await start('', folder);
    await scan(server, 'honest');
    await scan(server, 'another');
    expect((await server.send('/v1/audit/verify')).json()).toMatchObject({
      ok: true,
      problems: [],
    });
    const logs = join(folder, 'logs', 'audit');
    const file = (await readdir(logs)).find((name) => name.endsWith('.ndjson')) ?? '';
    const text = await readFile(join(logs, file), 'utf8');
    await writeFile(join(logs, file), text.replace('honest', 'honesT'));
    expect((await server.send('/v1/audit/verify')).json()).toMatchObject({
      ok: false,
      problems: [expect.objectContaining({ file, line: 2, seq: 2 })],
    });
  });

  test('it is there after a restart', async () => {
    const folder = await testFolder();
    const runtime = await realRuntime('', folder);
    const first = await startServer(runtime);
    const before = await scan(first, 'a');
    await first.server.close();
    await runtime.close();
    const second = await start('', folder);
    const after = await scan(second, 'a');
    expect((await list(second)).records.map(({ decision_id: id }) => id)).toEqual([after, before]);
    expect((await second.send('/v1/audit/verify')).json()).toMatchObject({ ok: true });
  });

  test('a value that was found is nowhere in it', async () => {
    const server = await start();
    const secret = 'sk-ABCDEF1234567890ABCDEF';
    const body = {
      text: `token=${secret}`,
      agent_id: secret,
      session_id: `mail alice@example.com`,
    };
    await server.send('/v1/scan/input', { body, headers: { 'x-request-id': secret } });
    const { text } = await server.send('/v1/audit');
    expect(JSON.parse(text)).toHaveLength(1);
    expect(text).not.toContain(secret);
    expect(text).not.toContain('alice');
  });
});

describe('a disk without room', () => {
  const FULL = 'audit: { min_free_mb: 1048576 }';

  test('nothing is decided, and health says why', async () => {
    const server = await start(FULL);
    const body = { text: 'hello' };
    const refused = await server.send('/v1/scan/input', { body });
    expect(refused.json()).toMatchObject({ status: 503, code: 'audit_unavailable' });
    expect(refused.headers['retry-after']).toBe('1');
    expect((await server.send('/v1/health')).json()).toMatchObject({
      status: 'failing',
      checks: { audit: 'failing', state: 'ok' },
      reasons: { audit: expect.any(String) },
    });
    expect((await server.send('/v1/health/ready')).json()).toMatchObject({
      code: 'audit_unavailable',
    });
  });

  test('audit.on_failure: allow_with_alert decides all the same', async () => {
    const server = await start(`${FULL.slice(0, -2)}, on_failure: allow_with_alert }`);
    expect((await server.send('/v1/scan/input', { body: { text: 'hello' } })).status).toBe(200);
    expect((await server.send('/v1/health/ready')).status).toBe(200);
  });
});
