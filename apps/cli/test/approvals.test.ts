import { describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';
import { json, type Ran } from './run-cli.ts';

const TWO = `
policies:
  - name: two-eyes-more
    boundary: action
    tools: [transfer]
    action: require_approval
    approval: { min_approvals: 2 }
`;

/** Where a command finds the state: the server of the folder, a named one, or nobody but itself. */
const PLACES = ['in this process', 'the live server', 'SAFEAI_URL'] as const;

describe.each(PLACES)('approvals, %s', (place) => {
  const start = async (yaml = '') => {
    const installation = await Installation.make(yaml);
    const url = place === 'in this process' ? '' : (await installation.serve()).url;
    const env: Record<string, string> = place === 'SAFEAI_URL' ? { SAFEAI_URL: url } : {};
    const run = (...argv: string[]): Promise<Ran> =>
      installation.safeai(['approvals', ...argv], { env });
    return { installation, run };
  };

  test('list, show, approve, retry', async () => {
    const { installation, run } = await start();
    const id = await installation.pending();
    const listed = await run('list');
    expect(listed.stdout).toMatch(
      new RegExp(`^${id}  pending  database_query  default-agent  expires in (?:29|30) min\\n$`),
    );
    const shown = await run('show', id);
    expect(shown.stdout).toContain('status         pending\n');
    expect(shown.stdout).toContain('DELETE FROM users');
    expect(shown.stdout).not.toContain('alice@example.com');
    const approved = await run('approve', id, '--as', 'security-approver', '--note', 'ticket 7');
    expect(approved).toEqual({
      code: 0,
      stdout: `${id} is approved (security-approver)\n`,
      stderr: '',
    });
    expect((await run('list')).stderr).toBe('no request is pending\n');
    expect(json(await run('list', '--status', 'approved', '--json'))).toMatchObject({
      schema_version: 1,
      approvals: [{ request_id: id, status: 'approved' }],
      next_cursor: null,
    });
    const retried = await installation.call({ approvalRequestId: id });
    expect(retried.decision.action).toBe('allow');
    const again = await run('deny', id, '--as', 'security-admin');
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toMatch(/^safeai: .*consumed.*\n$/);
  });

  test('deny and cancel', async () => {
    const { installation, run } = await start();
    const id = await installation.pending();
    const env = 'security-admin';
    expect(json(await run('deny', id, '--as', env, '--json'))).toMatchObject({
      request_id: id,
      status: 'denied',
      approver_id: env,
    });
    expect((await installation.call()).decision).toMatchObject({ action: 'block' });
    const other = await installation.pending({ agentId: 'other' });
    expect((await run('cancel', other, '--as', env)).stdout).toBe(
      `${other} is cancelled (${env})\n`,
    );
  });

  test('3 while more approvals are needed', async () => {
    const { installation, run } = await start(TWO);
    const id = await installation.pending({ toolName: 'transfer', parameters: { amount: 7 } });
    const first = await run('approve', id, '--as', 'security-admin');
    expect(first).toEqual({ code: 3, stdout: `${id} is pending (security-admin)\n`, stderr: '' });
    expect((await run('approve', id, '--as', 'security-approver')).code).toBe(0);
  });

  test.each([
    [['show', 'ar-000000000000000000000000'], /^safeai: There is no such approval request\.\n$/],
    [['show', '../../etc'], /^safeai: There is no/],
    [['approve', 'ar-000000000000000000000000', '--as', 'admin'], /^safeai: There is no such/],
    [['list', '--limit', '0'], /^safeai: \?limit: must be >= 1\n$/],
    [['list', '--limit', ''], /^safeai: \?limit: /],
    [['list', '--limit', 'many'], /^safeai: \?limit: must be an integer\n$/],
  ])('%j is told in one line, and ends with 2', async (argv, message) => {
    const { run } = await start();
    const { code, stdout, stderr } = await run(...argv);
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('whoever decides must be named, and be one who may', async () => {
    const { installation, run } = await start();
    const id = await installation.pending();
    for (const [argv, message] of [
      [[], /^safeai: \$\.approver_id: must name an approver or admin\n$/],
      [['--as', 'nobody'], /^safeai: approver_id names no user of dashboard\.users\.\n$/],
      [['--as', 'security-viewer'], /^safeai: .+\n$/],
    ] as const) {
      const ran = await run('approve', id, ...argv);
      expect(ran.stderr).toMatch(message);
      expect([ran.code, ran.stdout]).toEqual([2, '']);
    }
  });
});

test('SAFEAI_APPROVER names who decides, --as before it', async () => {
  const installation = await Installation.make();
  const env = { SAFEAI_APPROVER: 'security-approver' };
  const approve = async (agentId: string, ...argv: string[]) => {
    const id = await installation.pending({ agentId });
    return (await installation.safeai(['approvals', 'approve', id, ...argv], { env })).stdout;
  };
  expect(await approve('a')).toMatch(/\(security-approver\)\n$/);
  expect(await approve('b', '--as', 'security-admin')).toMatch(/\(security-admin\)\n$/);
});

test('what others wrote cannot move the cursor', async () => {
  const installation = await Installation.make(TWO);
  const id = await installation.pending({
    toolName: 'transfer',
    parameters: { text: '\u001b[2J\u202eevil' },
    justification: 'fine\u001b[1A',
  });
  const { stdout } = await installation.safeai(['approvals', 'show', id]);
  for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character);
  expect(stdout).toContain('\\u001b[2J\\u202eevil');
});
