import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';
import { json, type Given, type Ran } from './run-cli.ts';

const PLACES = ['in this process', 'the live server', 'SAFEAI_URL'] as const;

async function start(place: (typeof PLACES)[number]) {
  const installation = await Installation.make();
  const url = place === 'in this process' ? '' : (await installation.serve()).url;
  const env: Record<string, string> = place === 'SAFEAI_URL' ? { SAFEAI_URL: url } : {};
  const run = (argv: readonly string[], given: Given = {}): Promise<Ran> =>
    installation.safeai(['keys', ...argv], { env, ...given });
  const whose = (key: string) =>
    installation.lend(({ boundary }) => boundary.apiKeys.authenticate(key));
  return { installation, run, whose };
}

describe.each(PLACES)('keys, %s', (place) => {
  test('a key: it is all of the data, shown once', async () => {
    const { run, whose } = await start(place);
    const create = ['create', '--tenant', 'acme', '--tenant', 'beta', '--role', 'agent'];
    const made = await run([...create, '--agent', 'bot', '--user', 'ci', '--expires', '30d']);
    expect(made.stdout).toMatch(/^sfai_[0-9a-z]{12}_[\w-]{43}\n$/);
    expect(made.stderr).toMatch(
      /^key-[0-9a-z]{12} for acme beta, until \S+Z; the key is not shown again\n$/,
    );
    const key = made.stdout.trimEnd();
    expect(await whose(key)).toMatchObject({
      tenants: ['acme', 'beta'],
      roles: ['agent'],
      agent: 'bot',
      user: 'ci',
    });
    const [id = ''] = /^key-\w+/.exec(made.stderr) ?? [];
    const listed = await run(['list']);
    expect(listed.stdout).toMatch(
      /^key-\w{12} {2}acme beta {2}agent {2}agent bot {2}ci {2}until \S+Z\n$/,
    );
    expect(listed.stdout + listed.stderr).not.toContain(key.slice(18));
    expect((await run(['revoke', id])).stdout).toBe(`${id} is revoked\n`);
    expect(await whose(key)).toBeNull();
    expect((await run(['list'])).stdout).toMatch(/revoked \S+Z\n$/);
  });

  test('as JSON: schema_version, id and key', async () => {
    const { run, whose } = await start(place);
    const made = await run(['create', '--tenant', 'acme', '--role', 'agent', '--json']);
    expect(made.stderr).toBe('');
    const answer = json(made) as { id: string; key: string };
    expect(answer).toMatchObject({ schema_version: 1, id: `key-${answer.key.slice(5, 17)}` });
    expect(await whose(answer.key)).toMatchObject({ user: answer.id, tenants: ['acme'] });
    expect(json(await run(['list', '--json']))).toMatchObject({
      schema_version: 1,
      keys: [{ id: answer.id, tenant_ids: ['acme'], agent_ids: null }],
    });
    expect(json(await run(['revoke', answer.id, '--json']))).toMatchObject({
      id: answer.id,
      revoked_at: expect.any(String),
    });
  });

  test('of an admin without an end is told of, and goes to the tenant default', async () => {
    const { run, whose } = await start(place);
    const made = await run(['create', '--role', 'admin']);
    expect(made.stderr).toMatch(
      /\nkey-\w+ is a key of an admin and serves until it is revoked; .+\n$/,
    );
    expect(await whose(made.stdout.trimEnd())).toMatchObject({ tenants: ['default'] });
    const ending = await run(['create', '--role', 'admin', '--tenant', '*', '--expires', '1h']);
    expect(ending.stderr.split('\n')).toHaveLength(2);
    expect(await whose(ending.stdout.trimEnd())).toMatchObject({ tenants: ['*'] });
  });

  test.each([
    [['create', '--tenant', 'acme'], /^safeai: .*--role/],
    [['create', '--role', 'root'], /^safeai: \$\.roles\[0\]: /],
    [['create', '--role', 'agent', '--tenant', 'a b'], /^safeai: .+\n$/],
    [['create', '--role', 'viewer', '--agent', 'a'], /^safeai: .+\n$/],
    [['create', '--role', 'agent', '--expires', 'soon'], /^safeai: \$\.expires_in: /],
    [['list', '--limit', '0'], /^safeai: \?limit: must be >= 1\n$/],
    [['revoke', 'key-000000000000'], /^safeai: There is no such API key\.\n$/],
    [
      ['revoke', 'nonsense'],
      /^safeai: There is nothing by that name: id is the `id` of a key, such as key-[0-9a-z]{12}\.\n$/,
    ],
  ])('%j is told in one line, and ends with 2', async (argv, message) => {
    const { run } = await start(place);
    const { code, stdout, stderr } = await run(argv);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('there is no key at first', async () => {
  const { run } = await start('in this process');
  expect(await run(['list'])).toEqual({ code: 0, stdout: '', stderr: 'there is no API key\n' });
});

test('a key that a command made is in no file of the state folder', async () => {
  const { installation, run } = await start('in this process');
  const made = await run(['create', '--role', 'admin']);
  const secret = made.stdout.trimEnd().slice(18);
  expect(secret).toHaveLength(43);
  const entries = await readdir(installation.state, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['state.db']));
  for (const { parentPath, name } of files) {
    const bytes = await readFile(join(parentPath, name));
    expect([name, bytes.includes(secret)]).toEqual([name, false]);
  }
});

test('what a strange server says moves no cursor', async () => {
  const bad = '\u001b[2K\u202ekey';
  const key = {
    ...{ id: bad, key: bad, tenant_ids: [bad], roles: [bad, 'admin'], agent_ids: [bad] },
    ...{ user_id: bad, issuer: bad, created_at: bad, expires_at: null, revoked_at: null },
  };
  const answers = [
    { roles: [bad], expires_at: bad, revoked_at: null },
    { roles: [bad], expires_at: null, revoked_at: bad },
  ].map((more) => ({ ...key, ...more }));
  const server = createServer((request, answer) => {
    answer.end(JSON.stringify(request.method === 'GET' ? answers : key));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const installation = await Installation.make();
  try {
    for (const argv of [['create', '--role', 'admin'], ['list'], ['revoke', 'key-000000000000']]) {
      for (const form of [[], ['--json']]) {
        const env = { SAFEAI_URL: `http://127.0.0.1:${String(port)}` };
        const ran = await installation.safeai(['keys', ...argv, ...form], { env });
        expect([ran.code, ran.stdout.includes('key')]).toEqual([0, true]);
        const shown = ran.stdout + ran.stderr;
        expect([shown.includes('\u001b'), shown.includes('\u202e')]).toEqual([false, false]);
      }
    }
  } finally {
    server.close();
  }
});
