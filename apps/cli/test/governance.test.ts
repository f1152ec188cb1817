import { PassThrough } from 'node:stream';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';
import { json, type Given, type Ran } from './run-cli.ts';

const PLACES = ['in this process', 'the live server', 'SAFEAI_URL'] as const;

async function start(place: (typeof PLACES)[number], yaml = '') {
  const installation = await Installation.make(yaml);
  const url = place === 'in this process' ? '' : (await installation.serve()).url;
  const env: Record<string, string> = place === 'SAFEAI_URL' ? { SAFEAI_URL: url } : {};
  const run = (argv: readonly string[], given: Given = {}): Promise<Ran> =>
    installation.safeai(argv, { env, ...given });
  return { installation, run };
}

describe.each(PLACES)('capabilities, %s', (place) => {
  test('a grant: the token is the data, shown once', async () => {
    const yaml = 'capabilities: { required_for: ["refund_*"] }\n';
    const { installation, run } = await start(place, yaml);
    const grant = ['capabilities', 'grant', '--agent', 'billing-bot', '--tool', 'refund_*'];
    const granted = await run([...grant, '--tool', 'void', '--ttl', '2h', '--session', 's-1']);
    expect(granted.stdout).toMatch(/^sfcap_[0-9a-f]{24}_\S+\n$/);
    expect(granted.stderr).toMatch(
      /^cap-[0-9a-f]{24} for billing-bot until \S+Z; the token is not shown again\n$/,
    );
    const call = { toolName: 'refund_order', parameters: {}, agentId: 'billing-bot' };
    const use = async (more: object) =>
      (await installation.call({ ...call, sessionId: 's-1', ...more })).decision;
    expect(await use({})).toMatchObject({ reasonCode: 'capability_required' });
    const capabilityToken = granted.stdout.trimEnd();
    expect((await use({ capabilityToken })).action).toBe('allow');

    const listed = await run(['capabilities', 'list']);
    const [id = ''] = /^cap-\w+/.exec(listed.stdout) ?? [];
    expect(listed.stdout).toMatch(
      /^cap-\w+ {2}billing-bot {2}session s-1 {2}refund_\* void {2}until \S+Z\n$/,
    );
    expect(listed.stdout + listed.stderr).not.toContain(capabilityToken);
    expect((await run(['capabilities', 'revoke', id])).stdout).toBe(`${id} is revoked\n`);
    expect(await use({ capabilityToken })).toMatchObject({ reasonCode: 'capability_invalid' });
    expect(json(await run(['capabilities', 'list', '--json']))).toMatchObject({
      schema_version: 1,
      capabilities: [{ id, revoked_at: expect.any(String) }],
    });
    expect(json(await run([...grant, '--json']))).toMatchObject({
      token: expect.stringMatching(/^sfcap_/),
      tools: ['refund_*'],
    });
  });

  test.each([
    [['grant', '--agent', 'a', '--tool', 'x', '--ttl', '99z'], /^safeai: \$\.ttl: must be a whole/],
    [['grant', '--agent', 'a', '--tool', 'x', '--ttl', '99w'], /^safeai: .+\n$/],
    [['grant', '--agent', 'a'], /^safeai: .+\n$/],
    [['grant', '--agent', '', '--tool', 'x'], /^safeai: \$\.agent_id: /],
    [['list', '--limit', '0'], /^safeai: \?limit: must be >= 1\n$/],
    [['revoke', 'cap-000000000000000000000000'], /^safeai: There is no such capability\.\n$/],
    [['revoke', 'all'], /^safeai: There is no/],
  ])('%j is told in one line, and ends with 2', async (argv, message) => {
    const { run } = await start(place);
    const { code, stdout, stderr } = await run(['capabilities', ...argv]);
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe.each(PLACES)('outcomes, %s', (place) => {
  test('are settled once', async () => {
    const { installation, run } = await start(place);
    const { decision } = await installation.call({
      toolName: 'send_mail',
      parameters: {},
      operationId: 'mail-7',
    });
    // What a command decided is known once a server has taken it into the log.
    const { close } = await installation.serve();
    if (place === 'in this process') await close();
    const report = (...argv: string[]) => run(['actions', 'outcome', decision.decisionId, ...argv]);
    await expectSoon(
      () => report('unknown', '--note', 'timed out'),
      (ran) => {
        expect(ran.stdout).toBe(`${decision.decisionId} unknown (operation mail-7)\n`);
      },
    );
    expect((await report('succeeded')).stdout).toBe(
      `${decision.decisionId} succeeded (operation mail-7)\n`,
    );
    expect((await report('succeeded')).stdout).toMatch(/as it was on record already\n$/);
    const other = await report('failed');
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toMatch(/^safeai: .+\n$/);
    expect(json(await report('succeeded', '--json'))).toMatchObject({
      outcome: 'succeeded',
      operation_id: 'mail-7',
      result: 'same',
    });
  });

  test('of an action that is unknown', async () => {
    const { run } = await start(place);
    const ran = await run(['actions', 'outcome', '0192-none', 'failed']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^safeai: There is no such action: .+\n$/);
  });
});

/** Asks again until what a server does in its own time is done; the test's own limit ends it. */
async function expectSoon(ask: () => Promise<Ran>, check: (ran: Ran) => void): Promise<void> {
  for (;;) {
    const ran = await ask();
    if (ran.code === 2 && ran.stderr.startsWith('safeai: There is no such action')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    check(ran);
    return;
  }
}

describe.each(PLACES)('memory, %s', (place) => {
  const remember = (installation: Installation) =>
    installation.lend(async ({ boundary }) => {
      const value = { key: 'user_preference', value: 'en-US' };
      await boundary.memory.write({ ...value, agentId: 'a' });
      await boundary.memory.write({ ...value, agentId: 'b' });
    });

  test('purge removes what has expired, shred all of a tenant', async () => {
    const { installation, run } = await start(place);
    await remember(installation);
    expect((await run(['memory', 'purge', '--yes'])).stdout).toBe('0 values removed\n');
    expect((await run(['memory', 'shred', '--tenant', 'other', '--yes'])).stdout).toBe(
      '0 values of tenant other destroyed, and their key\n',
    );
    const shredded = await run(['memory', 'shred', '--tenant', 'default', '--yes', '--json']);
    expect(json(shredded)).toEqual({ schema_version: 1, removed: 2 });
    expect(json(await run(['memory', 'purge', '--tenant', 'default', '--json']))).toEqual({
      schema_version: 1,
      removed: 0,
    });
  });

  test('shred asks for the name of the tenant on a terminal, and needs --yes elsewhere', async () => {
    const { installation, run } = await start(place);
    await remember(installation);
    const shred = ['memory', 'shred', '--tenant', 'default'];
    const typed = (answer: string) => {
      const stdin = Object.assign(new PassThrough(), { isTTY: true });
      stdin.end(answer);
      return run(shred, { stdin, isTerminal: true });
    };
    const unasked = await run(shred);
    expect(unasked).toMatchObject({ code: 2, stdout: '' });
    expect(unasked.stderr).toMatch(
      /^safeai: This destroys all memory of tenant default for good\./,
    );
    for (const answer of ['yes\n', '\n', '']) {
      expect(await typed(answer)).toMatchObject({ code: 2, stdout: '' });
    }
    expect(await typed('default\n')).toMatchObject({
      code: 0,
      stdout: '2 values of tenant default destroyed, and their key\n',
    });
  });
});

describe('keys rotate', () => {
  const versions = async ({ state }: Installation, name: string): Promise<number> => {
    const text = await readFile(join(state, 'keys', `${name}.json`), 'utf8');
    return (JSON.parse(text) as { versions: unknown[] }).versions.length;
  };

  test.each(['audit', 'checkpoints', 'memory', 'digests', 'approvals'])(
    '%s: what was made before is still read and verified',
    async (name) => {
      const installation = await Installation.make();
      const { runtime, close } = await installation.serve();
      const value = { key: 'user_preference', value: 'en-US', agentId: 'a' };
      await runtime.boundary.memory.write(value);
      await close();
      const { stdout, code } = await installation.safeai(['keys', 'rotate', name, '--yes']);
      expect(stdout).toMatch(new RegExp(`^The key for ${name} in \\S+ is new\\. `));
      expect(code).toBe(0);
      expect(await versions(installation, name)).toBe(2);
      const again = await installation.serve();
      expect(await again.runtime.boundary.memory.read(value)).toMatchObject({ value: 'en-US' });
      await again.close();
      expect(await installation.safeai(['audit', 'verify'])).toMatchObject({ code: 0 });
    },
  );

  test('goes on beside a server, which takes it up at its next start; memory alone does not', async () => {
    const installation = await Installation.make();
    const { url } = await installation.serve();
    const rotated = await installation.safeai(['keys', 'rotate', 'digests', '--yes']);
    expect(rotated).toMatchObject({
      code: 0,
      stderr: `${url} takes it up at its next start.\n`,
    });
    const refused = await installation.safeai(['keys', 'rotate', 'memory', '--yes']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(
      /^safeai: a server works with this key: http\S+ \(process \d+\)\n/,
    );
    expect(await versions(installation, 'memory')).toBe(1);
  });

  test('asks first; a key of the configuration is changed there', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const installation = await Installation.make(`keys: { audit: "${key}" }\n`);
    const before = await installation.safeai(['keys', 'rotate', 'digests', '--yes']);
    expect(before.stderr).toMatch(/^safeai: there is no key to rotate: \S+ is not there\n$/);
    await installation.safeai(['scan', 'hello']);
    const unasked = await installation.safeai(['keys', 'rotate', 'digests']);
    expect(unasked).toMatchObject({ code: 2, stdout: '' });
    expect(await versions(installation, 'digests')).toBe(1);
    const named = await installation.safeai(['keys', 'rotate', 'audit', '--yes']);
    expect(named).toMatchObject({ code: 2, stdout: '' });
    expect(named.stderr).toMatch(/^safeai: The key comes from keys\.audit in the configuration\./);
  });
});
