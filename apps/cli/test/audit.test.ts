import { createPublicKey, verify } from 'node:crypto';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';
import { json, type Ran } from './run-cli.ts';

interface Page {
  readonly records: readonly { readonly decision_id: string; readonly agent_id: string }[];
  readonly next_cursor: string | null;
}

const SECRET = 'token=sk-ABCDEF1234567890ABCDEF';

const PLACES = ['in this process', 'the live server', 'SAFEAI_URL'] as const;

describe.each(PLACES)('the audit log, %s', (place) => {
  /** A log with one record for each agent. */
  const start = async (agents: readonly string[] = ['a', 'b', 'c']) => {
    const installation = await Installation.make();
    const { url, runtime, close } = await installation.serve();
    const scan = async (agentId: string): Promise<string> => {
      const { decision } = await runtime.boundary.scanInput({ text: SECRET, agentId });
      return decision.decisionId;
    };
    const ids: string[] = [];
    for (const agent of agents) ids.push(await scan(agent));
    const jwks = runtime.audit.publicKeys();
    if (place === 'in this process') await close();
    const env: Record<string, string> = place === 'SAFEAI_URL' ? { SAFEAI_URL: url } : {};
    const run = (...argv: string[]): Promise<Ran> =>
      installation.safeai(['audit', ...argv], { env });
    return { installation, run, ids, jwks };
  };

  test('query: newest first, filtered, page after page', async () => {
    const { run, ids } = await start();
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string[] = cursor === null ? [] : ['--cursor', cursor];
      const page = json(await run('query', '--limit', '2', '--json', ...more)) as Page;
      pages.push(...page.records.map(({ decision_id: id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(pages).toEqual([...ids].reverse());
    const filters = ['--agent', 'b', '--tag', 'secret', '--event', 'scan.*', '--last', '1h'];
    const { records } = json(await run('query', '--json', ...filters)) as Page;
    expect(records.map(({ agent_id: agent }) => agent)).toEqual(['b']);
    const { stdout } = await run('query', '--agent', 'b');
    expect(stdout).toMatch(
      /^\d{4}-\S+Z {2}scan\.blocked {2}block {2}default-secret-detection {2}agent=b {2}found=\S+ {2}\S+\n$/,
    );
    const without = ['--without', 'tool,session_id', '--agent', 'b'];
    expect((json(await run('query', '--json', ...without)) as Page).records).toHaveLength(1);
    expect((await run('query', '--without', 'agent')).stdout).toBe('');
    expect((await run('query', '--would-have', 'any', '--shadow', 'trial')).stdout).toBe('');
    expect((await run('query', '--event', 'audit.segment')).stdout).toMatch(/audit\.segment\n$/);
  });

  test('tail: the newest, oldest of them first', async () => {
    const { run, ids } = await start();
    const { stdout } = await run('tail', '-n', '2', '--json');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { decision_id: string }).decision_id)).toEqual(
      ids.slice(1),
    );
  });

  test('export: as the log has them, as a table, as OCSF', async () => {
    const { run, ids } = await start();
    const lines = async (format: string): Promise<string[]> =>
      (await run('export', '--format', format)).stdout.trimEnd().split(/\r?\n/);
    expect(
      (await lines('ndjson')).map(
        (line) => (JSON.parse(line) as { decision_id: string }).decision_id,
      ),
    ).toEqual([...ids].reverse());
    const [header, ...rows] = await lines('csv');
    expect(header).toContain('decision_id');
    expect(rows).toHaveLength(3);
    expect(JSON.parse((await lines('ocsf'))[0] ?? '')).toHaveProperty('class_uid');
  });

  test('receipt: verifies with the published keys', async () => {
    const { run, ids, jwks } = await start(['a']);
    const { stdout } = await run('receipt', ids[0] ?? '');
    const [header = '', payload = '', signature = ''] = stdout.trimEnd().split('.');
    const key = createPublicKey({ key: jwks.keys[0] ?? {}, format: 'jwk' });
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify(null, signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(json(await run('receipt', ids[0] ?? '', '--json'))).toEqual({
      schema_version: 1,
      decision_id: ids[0],
      receipt: stdout.trimEnd(),
    });
  });

  test('verify: 0 for a whole log, 1 with the place for a changed one', async () => {
    const { installation, run } = await start();
    const whole = await run('verify');
    expect(whole.stdout).toMatch(/^the log is whole: \d+ lines in 1 files, \d+ checkpoints\n$/);
    expect(whole.code).toBe(0);
    const folder = join(installation.state, 'logs', 'audit');
    const [segment = ''] = (await readdir(folder)).filter((file) => file.startsWith('audit-'));
    const text = await readFile(join(folder, segment), 'utf8');
    await writeFile(join(folder, segment), text.replace('"agent_id":"b"', '"agent_id":"x"'));
    const changed = await run('verify');
    expect(changed.stdout).toMatch(new RegExp(`^${segment.replace('.', '\\.')}:\\d+: \\w+: .+\\n`));
    expect(changed.stdout).toMatch(/\n\d+ problems?: /);
    expect(changed.code).toBe(1);
    expect(json(await run('verify', '--json'))).toMatchObject({ ok: false, schema_version: 1 });
  });

  test.each([
    [['query', '--limit', '1001'], /^safeai: \?limit: must be <= 1000\n$/],
    [['query', '--limit', '0'], /^safeai: \?limit: must be >= 1\n$/],
    [['tail', '-n', '-1'], /^safeai: \?limit: must be >= 1\n$/],
    [['query', '--last', '5x'], /^safeai: \?last: must be a whole number followed by /],
    [['query', '--since', 'yesterday'], /^safeai: \?since: must be a time with its offset/],
    [['query', '--action', 'blok'], /^safeai: \?action: must be one of: allow, /],
    [['query', '--cursor', 'none'], /^safeai: The cursor is none of this log: /],
    [['query', '--agent', ''], /^safeai: \?agent_id: /],
    [['query', '--without', 'agents'], /^safeai: \?without: /],
    [['query', '--without', 'agent', '--agent', 'b'], /^safeai: agent_id is asked for, and in/],
    [['query', '--would-have', 'blok'], /^safeai: \?would_have: must be one of: any, allow, /],
    [['export', '--tag', 'a..b'], /^safeai: .+\n$/],
    [['receipt', '0192-unknown'], /^safeai: No decision of that id is on record\.\n$/],
    [['receipt', '../verify'], /^safeai: There is no/],
  ])('%j is told in one line, and ends with 2', async (argv, message) => {
    const { run } = await start([]);
    const { code, stdout, stderr } = await run(...argv);
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('what commands recorded waits for a server, and is told', async () => {
  const installation = await Installation.make();
  await installation.safeai(['scan', SECRET]);
  const ran = await installation.safeai(['audit', 'tail']);
  expect(ran).toEqual({
    code: 0,
    stdout: '',
    stderr: 'records of commands wait for the next safeai serve, which takes them into the log\n',
  });
  const { close } = await installation.serve();
  await close();
  const { stdout, stderr } = await installation.safeai(['audit', 'tail']);
  expect(stdout).toContain('scan.blocked');
  expect(stderr).toBe('');
});

test('a line that is being written is no problem', async () => {
  const installation = await Installation.make();
  const { runtime, close } = await installation.serve();
  await runtime.boundary.scanInput({ text: SECRET });
  const folder = join(installation.state, 'logs', 'audit');
  const [segment = ''] = (await readdir(folder)).filter((file) => file.endsWith('.ndjson'));
  await close();
  await appendFile(join(folder, segment), '{"v":1,"writer":"w1","se');
  expect((await installation.safeai(['audit', 'verify'])).code).toBe(0);
});
