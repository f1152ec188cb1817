import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SAFEAI } from './child.ts';
import { Installation } from './installation.ts';

let installation: Installation;
/** A `safeai` that is no more than a word, as on the PATH. */
let safeai: string;

beforeEach(async () => {
  installation = await Installation.make();
  safeai = join(installation.cwd, 'bin', 'safeai');
  await write(
    'bin/safeai',
    `#!/bin/sh\nexec ${SAFEAI.map((word) => `'${word}'`).join(' ')} "$@"\n`,
  );
  await chmod(safeai, 0o755);
});

async function write(name: string, content: unknown): Promise<void> {
  const path = join(installation.cwd, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
}

async function checked() {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const ran = await installation.safeai(['doctor', '--hooks', '--json'], {
    env: { ...inherited, HOME: installation.cwd, SAFEAI_URL: '', SAFEAI_STATE_DIR: '' },
  });
  const { checks } = JSON.parse(ran.stdout) as {
    checks: { name: string; status: string; detail: string }[];
  };
  return { code: ran.code, checks };
}

const claude = (command: string, more: object = { onFailure: 'block' }) => ({
  hooks: {
    PreToolUse: [
      { matcher: '*', hooks: [{ type: 'command', command, timeout: 30, ...more }] },
      { matcher: 'Edit', hooks: [{ type: 'command', command: 'prettier --check .' }] },
    ],
  },
});

test('without hooks there is nothing to check, and how to register them', async () => {
  expect(await checked()).toMatchObject({ code: 0, checks: [{ name: 'hooks', status: 'warn' }] });
});

test('hooks that are registered well, and work: both ways, for each coding agent', async () => {
  await write('.claude/settings.json', claude(`${safeai} hook --profile claude-code`));
  await write('.cursor/hooks.json', {
    version: 1,
    hooks: {
      preToolUse: [{ command: `${safeai} hook --profile cursor`, timeout: 30, failClosed: true }],
    },
  });
  const bash = `${safeai} hook --profile copilot`;
  await write('.github/hooks/safeai.json', {
    version: 1,
    hooks: { preToolUse: [{ type: 'command', bash, timeoutSec: 30 }] },
  });
  const { code, checks } = await checked();
  expect(checks.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
  expect(code).toBe(0);
}, 120_000);

describe('a fault is told', () => {
  test.each<[string, unknown, RegExp]>([
    ['another shape', { hooks: { PreToolUse: ['safeai hook'] } }, /must hold/],
    ['no profile', claude('safeai hook'), /names no profile/],
    ['an unknown profile', claude('safeai hook --profile emacs'), /names no profile/],
    ['broken JSON', '{"hooks": {"PreToolUse": [ "safeai hook"', /no JSON/],
    [
      'nothing before calls',
      {
        hooks: {
          PostToolUse: [
            {
              hooks: [{ type: 'command', command: 'safeai-not-there hook --profile claude-code' }],
            },
          ],
        },
      },
      /no call is judged/,
    ],
  ])('%s', async (_, content, detail) => {
    await write('.claude/settings.json', content);
    const { code, checks } = await checked();
    expect(code).toBe(1);
    expect(checks[0]).toMatchObject({ status: 'fail', detail: expect.stringMatching(detail) });
  });

  test('a command that is not there', async () => {
    await write('.claude/settings.json', claude('/nowhere/safeai hook --profile claude-code'));
    const { code, checks } = await checked();
    expect([code, checks[1]?.status, checks[1]?.detail]).toEqual([
      1,
      'fail',
      expect.stringMatching(/not found/),
    ]);
  });

  test('a command that lets everything through', async () => {
    await write('bin/safeai', '#!/bin/sh\nexit 0\n');
    await write('.claude/settings.json', claude(`${safeai} hook --profile claude-code`));
    const { code, checks } = await checked();
    expect([code, checks[1]?.detail]).toEqual([1, 'a harmful call: passed']);
  });

  test('what a failure of the hook would let through is a warning', async () => {
    await write('bin/safeai', '#!/bin/sh\nexit 0\n');
    await write(
      '.claude/settings.json',
      claude(`${safeai} hook --profile claude-code`, { timeout: 5 }),
    );
    const { checks } = await checked();
    expect(checks[0]).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('onFailure'),
    });
    expect(checks[0]?.detail).toContain('timeout of 5 s');
  });

  test('what is more than a command is not run', async () => {
    const command = `${safeai} hook --profile claude-code; touch ${installation.cwd}/ran`;
    await write('.claude/settings.json', claude(command));
    const { code, checks } = await checked();
    expect([code, checks[1]?.detail]).toEqual([
      1,
      expect.stringContaining('more than one command'),
    ]);
  });
});
