import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCli } from './run-cli.ts';

const KEY = ['AKIA', 'Q3EGRBSGV6OAYLKB'].join('');
const TOKEN = ['ghp_', 'x7Rk2mQ9vLpT4wZs8bNc6YdE1fHj3aKu5gXo'].join('');

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'safeai-history-'));
});

afterEach(() => rm(home, { recursive: true }));

async function write(name: string, lines: readonly unknown[]): Promise<string> {
  const path = join(home, name);
  await mkdir(dirname(path), { recursive: true });
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  await writeFile(path, `${texts.join('\n')}\n`);
  return path;
}

interface Found {
  readonly ok: boolean;
  readonly scanned: Record<string, number>;
  readonly skipped: readonly { path: string; reason: string }[];
  readonly findings: readonly {
    kind: string;
    what: string;
    shown: string;
    count: number;
    places: readonly { file: string; line: number }[];
  }[];
}

async function scanned(argv: readonly string[] = []) {
  const ran = await runCli(['scan-history', '--json', ...argv], { cwd: home, env: { HOME: home } });
  return { ...ran, found: JSON.parse(ran.stdout) as Found };
}

const claude = (content: unknown, type = 'assistant', timestamp = '2026-11-20T10:00:00.000Z') => ({
  ...{ parentUuid: null, isSidechain: false, cwd: '/home/ada/app', sessionId: 's-1', type },
  message: { role: type, content },
  ...{ uuid: '1f0e', timestamp },
});
let calls = 0;
const use = (command: string) => {
  const id = `toolu_${String(++calls)}`;
  return claude([{ type: 'tool_use', id, name: 'Bash', input: { command, description: 'x' } }]);
};
const result = (content: unknown) =>
  claude([{ type: 'tool_result', tool_use_id: 'toolu_1', content }], 'user');

const CLAUDE = '.claude/projects/-home-ada-app/s-1.jsonl';

test('what leaked, what would have been stopped, and where; values masked, each once', async () => {
  const file = await write(CLAUDE, [
    claude('clean up, please', 'user'),
    use('git commit -m "never rm -rf /"'),
    use('cat .env'),
    result(`AWS_ACCESS_KEY_ID=${KEY}\nPORT=80`),
    use('rm -rf /'),
    claude([{ type: 'text', text: `The key is ${KEY}.` }]),
    use('rm -rf /'),
  ]);
  const { code, stdout, found } = await scanned();
  expect(code).toBe(1);
  expect(stdout).not.toContain(KEY);
  expect(found.scanned).toEqual({
    files: 1,
    lines: 7,
    broken_lines: 0,
    calls: 4,
    unjudged_calls: 0,
  });
  expect(found.findings).toEqual([
    {
      kind: 'secret',
      what: expect.stringContaining('aws'),
      shown: 'AK****KB',
      count: 2,
      places: [
        { file, line: 4 },
        { file, line: 6 },
      ],
    },
    {
      kind: 'command',
      what: 'Destructive command blocked by policy',
      shown: 'Bash: rm -rf /',
      action: 'block',
      policy_name: 'default-destructive-command',
      count: 2,
      places: [
        { file, line: 5 },
        { file, line: 7 },
      ],
    },
  ]);
});

test('a secret in a call is told, and the call is shown without it', async () => {
  await write(CLAUDE, [use(`curl -H "Authorization: token ${TOKEN}" https://api.github.com`)]);
  const { code, stdout, found } = await scanned();
  expect([code, stdout.includes(TOKEN)]).toEqual([1, false]);
  expect(found.findings.map(({ kind }) => kind)).toContain('secret');
});

describe('the transcripts of', () => {
  test('Codex', async () => {
    const line = (payload: unknown) => ({
      ...{ timestamp: '2026-11-20T10:00:00.000Z', type: 'response_item', payload },
    });
    const args = JSON.stringify({ command: ['bash', '-lc', 'git push --force'] });
    await write('.codex/sessions/2026/11/20/rollout-2026-11-20.jsonl', [
      { type: 'session_meta', payload: { id: 'c-1' } },
      line({ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'ship it' }] }),
      line({ type: 'function_call', name: 'shell', arguments: args, call_id: 'call_1' }),
      line({ type: 'function_call_output', call_id: 'call_1', output: `token ${TOKEN}` }),
      line({ type: 'local_shell_call', action: { type: 'exec', command: ['rm', '-rf', '/'] } }),
    ]);
    const { found } = await scanned();
    expect(found.findings.map(({ kind, places }) => [kind, places[0]?.line])).toEqual([
      ['command', 3],
      ['secret', 4],
      ['command', 5],
    ]);
  });

  test('Copilot', async () => {
    await write('.copilot/session-state/b1/events.jsonl', [
      { type: 'session.start', data: { sessionId: 'b1' } },
      { type: 'user.message', data: { content: `my token is ${TOKEN}` } },
      {
        type: 'tool.execution_start',
        data: { toolCallId: 't', toolName: 'bash', arguments: { command: 'mkfs.ext4 /dev/sda1' } },
      },
      {
        type: 'assistant.message',
        data: {
          toolRequests: [
            { toolCallId: 't', name: 'bash', arguments: { command: 'mkfs.ext4 /dev/sda1' } },
          ],
        },
      },
    ]);
    const { found } = await scanned();
    expect(found.scanned.calls).toBe(1);
    expect(found.findings.map(({ kind }) => kind)).toEqual(['secret', 'command']);
  });

  test('Cursor; its databases are named, and why they were not read', async () => {
    await write('.cursor/projects/app/agent-transcripts/c.jsonl', [
      {
        role: 'assistant',
        message: {
          content: [{ type: 'tool_use', name: 'Shell', input: { command: 'rm -rf ~' } }],
        },
      },
    ]);
    await write('.config/Cursor/User/globalStorage/state.vscdb', ['SQLite format 3']);
    const { found } = await scanned();
    expect(found.findings.map(({ kind }) => kind)).toEqual(['command']);
    expect(found.skipped).toEqual([
      { path: expect.stringContaining('state.vscdb'), reason: expect.stringContaining('Cursor') },
    ]);
  });
});

test.each([
  ['one call', ['npm test'], 5],
  ['two calls in turn', ['npm test', 'cat log'], 10],
])('a loop of %s is told once', async (_, commands, count) => {
  const calls = Array.from({ length: count + 3 }, (_, at) =>
    use(commands[at % commands.length] ?? ''),
  );
  await write(CLAUDE, calls);
  const { code, found } = await scanned();
  expect(code).toBe(1);
  expect(found.findings.map(({ kind, places }) => [kind, places[0]?.line])).toEqual([
    ['loop', count],
  ]);
});

test('the same call now and then is no loop', async () => {
  const calls = Array.from({ length: 40 }, (_, at) => use(at % 7 === 0 ? 'npm test' : `cat ${at}`));
  await write(CLAUDE, calls);
  expect(await scanned()).toMatchObject({ code: 0, found: { ok: true, findings: [] } });
});

test('broken lines are counted, and the rest is read', async () => {
  await write(CLAUDE, ['{"type":"assistant","mess', '', 'null', '7', use('rm -rf /'), '[[[']);
  const { found } = await scanned();
  expect(found.scanned).toMatchObject({ lines: 6, broken_lines: 2, calls: 1 });
  expect(found.findings).toHaveLength(1);
});

test('a call that goes too deep is counted, and the rest is read', async () => {
  const deep = JSON.stringify(use('x')).replace(
    '"command":"x"',
    `"command":${'['.repeat(3000)}${']'.repeat(3000)}`,
  );
  await write(CLAUDE, [deep, use('rm -rf /')]);
  const { found } = await scanned();
  expect(found.scanned).toMatchObject({ calls: 2, unjudged_calls: 1 });
  expect(found.findings).toHaveLength(1);
});

test('--since leaves out what is earlier: files and lines', async () => {
  await write(CLAUDE, [
    { ...use('rm -rf /'), timestamp: '2026-01-01T00:00:00.000Z' },
    { ...use('rm -rf ~'), timestamp: '2026-11-01T00:00:00.000Z' },
  ]);
  const old = await write('.claude/projects/x/old.jsonl', [use('mkfs.ext4 /dev/sda1')]);
  await utimes(old, new Date('2026-01-01'), new Date('2026-01-01'));
  const { found } = await scanned(['--since', '2026-10-01']);
  expect(found.findings.map(({ shown }) => shown)).toEqual(['Bash: rm -rf ~']);
});

test('--path names files and folders in the place of all others', async () => {
  await write(CLAUDE, [use('rm -rf /')]);
  const other = await write('elsewhere/a.jsonl', [use('ls')]);
  expect(await scanned(['--path', other])).toMatchObject({ code: 0 });
  expect(await scanned(['--path', join(home, '.claude')])).toMatchObject({ code: 1 });
});

test.each([
  [['--path', 'nowhere'], /there is nothing/],
  [['--since', 'soon'], /--since must be/],
  [['--limit', '-1'], /--limit must be/],
])('%j is wrong usage', async (argv, message) => {
  const ran = await runCli(['scan-history', ...argv], { cwd: home, env: { HOME: home } });
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(message)]);
});

test('for a person: what, where, how often; nothing is written anywhere', async () => {
  await write(CLAUDE, [use('rm -rf /'), use('rm -rf /')]);
  const { code, stdout } = await runCli(['scan-history'], { cwd: home, env: { HOME: home } });
  expect(code).toBe(1);
  expect(stdout).toBe(
    [
      'Calls that would not have been made (1)',
      `  ${CLAUDE}:1 (2 times)`,
      '    Destructive command blocked by policy (default-destructive-command)',
      '    Bash: rm -rf /',
      '',
      '1 files, 2 lines, 2 calls: 1 findings',
      '',
    ].join('\n'),
  );
  expect(await readdir(home)).toEqual(['.claude']);
});
