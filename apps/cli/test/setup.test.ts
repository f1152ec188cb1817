import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SHIPPED_FRAMEWORKS } from '@safeai/core';
import { SHIPPED_CONFIG } from '../src/init/shipped-config.ts';
import { shippedFrameworks } from '../src/setup/frameworks/index.ts';
import { MCP_HOSTS } from '../src/setup/frameworks/mcp.ts';
import { SAFEAI } from './child.ts';
import { folderWith, home, json, removeFolders, runCli, type Given, type Ran } from './run-cli.ts';

afterEach(removeFolders);

type Tree = Readonly<Record<string, string>>;

/** A project of these files, which may lie in folders. */
async function projectWith(tree: Tree): Promise<string> {
  const cwd = await folderWith({});
  for (const [path, text] of Object.entries(tree)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  return cwd;
}

/** Every file of a folder, byte for byte, and every empty folder. */
async function treeOf(cwd: string): Promise<Tree> {
  const entries = await readdir(cwd, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const folders = entries.filter((entry) => entry.isDirectory());
  for (const { parentPath, name } of folders) {
    const path = join(parentPath, name);
    // Where a host keeps its settings there is nothing to take away again.
    if (!path.startsWith(join(cwd, 'home'))) expect(await readdir(path)).not.toEqual([]);
  }
  const read = files.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(cwd.length + 1), await readFile(path, 'latin1')];
  });
  return Object.fromEntries((await Promise.all(read)).sort());
}

function setup(cwd: string, argv: readonly string[], given: Given = {}): Promise<Ran> {
  return runCli(['setup', ...argv], { cwd, ...given });
}

async function read(cwd: string, path: string): Promise<string> {
  return readFile(join(cwd, path), 'utf8');
}

const CONFIG = `# ours\r
policies:   []   # none yet\r
identities:\r
    -   agent_id: support\r
        tools: [lookup_*]\r
dashboard: {enabled: true}\r
`;

const SETTINGS = `{
   // ours
   "model": "opus",
   "hooks": {
      "PreToolUse": [
         { "matcher": "Bash", "hooks": [{ "type": "command", "command": "./mine.sh" }] },
      ],
   },
}
`;

const MESSY: Tree = {
  'safeai.yaml': `\uFEFF${CONFIG}`,
  'package.json': '{ broken',
  'broken.yaml': 'a: [',
  '.env.example': 'OTHER=1\nSAFEAI_URL=http://elsewhere:1\n',
  '.gitignore': 'node_modules\n.env',
  '.claude/settings.json': SETTINGS,
  '.cursor/hooks.json': '{"version":1,"hooks":{"preToolUse":[{"command":"./mine.sh"}]}}',
  '.mcp.json': '{\n\t"mcpServers": {\n\t\t"other": {"command": "x"}\n\t}\n}\n',
};

test('the frameworks that plugins may not take are those that there are', () => {
  const ids = shippedFrameworks().map(({ id }) => id);
  expect([...ids, 'mcp']).toEqual(SHIPPED_FRAMEWORKS);
});

describe.each([...SHIPPED_FRAMEWORKS.filter((id) => id !== 'mcp'), ...MCP_HOSTS])('%s', (name) => {
  const isHost = (MCP_HOSTS as readonly string[]).includes(name);
  const both = name === 'cursor' || name === 'claude-code';
  const lines = [
    ...(isHost ? [['mcp', '--host', name]] : []),
    ...(!isHost || both ? [[name]] : []),
  ];
  test.each(lines)('twice is once, and --uninstall leaves what was there: %s', async (...argv) => {
    for (const tree of [{}, MESSY]) {
      const cwd = await projectWith(tree);
      const before = await treeOf(cwd);
      const machine = { home: join(cwd, 'home') };
      const first = await setup(cwd, argv, { machine });
      expect(first).toMatchObject({ code: 0 });
      const after = await treeOf(cwd);
      expect(after).not.toEqual(before);
      const again = await setup(cwd, argv, { machine });
      expect(again.code).toBe(0);
      expect(again.stdout).toMatch(/Nothing to do\.\n$/);
      expect((await setup(cwd, [...argv, '--check'], { machine })).code).toBe(0);
      expect(await treeOf(cwd)).toEqual(after);
      expect((await setup(cwd, [...argv, '--uninstall'], { machine })).code).toBe(0);
      expect(await treeOf(cwd)).toEqual(before);
    }
  });
});

test('all of them together, and each away again', async () => {
  const cwd = await projectWith(MESSY);
  const before = await treeOf(cwd);
  const ids = SHIPPED_FRAMEWORKS.filter((id) => id !== 'mcp');
  for (const id of ids) expect((await setup(cwd, [id])).code).toBe(0);
  const after = await treeOf(cwd);
  for (const id of ids) expect((await setup(cwd, [id, '--check'])).code).toBe(0);
  expect(await treeOf(cwd)).toEqual(after);
  for (const id of ids) expect((await setup(cwd, [id, '--uninstall'])).code).toBe(0);
  expect(await treeOf(cwd)).toEqual(before);
});

test('a safeai.yaml that lists identities gets one more, byte for byte', async () => {
  const cwd = await projectWith(MESSY);
  await setup(cwd, ['langchain', '--agent-id', 'writer']);
  const text = (await read(cwd, 'safeai.yaml')).replace(/[0-9a-f]{12}/, 'HASH');
  expect(text).toBe(
    `\uFEFF${CONFIG}`.replace(
      'dashboard',
      [
        '    # >>> safeai:langchain HASH >>>',
        '    - agent_id: writer',
        '      tools:',
        "        - '*'",
        '    # <<< safeai:langchain <<<',
        'dashboard',
      ].join('\r\n'),
    ),
  );
  expect(await read(cwd, '.env.example')).toContain('SAFEAI_AGENT_ID=writer\n');
  expect(await read(cwd, '.env.example')).not.toContain('SAFEAI_URL=http://127');
  expect(await read(cwd, 'safeai_langchain.py')).toContain('DEFAULT_AGENT_ID = "writer"\n');
});

test('a new safeai.yaml is the shipped one, and shuts no agent out', async () => {
  const cwd = await projectWith({});
  await setup(cwd, ['crewai']);
  expect(await read(cwd, 'safeai.yaml')).toContain(SHIPPED_CONFIG);
  const { code } = await runCli(['validate'], { cwd });
  expect(code).toBe(0);
  const shown = await runCli(['config', 'show', '--json'], { cwd });
  expect(json(shown)).toMatchObject({ config: { identities: [] } });
});

test('what somebody changed is a conflict: it is shown, and nothing at all is written', async () => {
  const cwd = await projectWith({});
  await setup(cwd, ['langchain', '--no-config', '--no-env', '--no-gitignore']);
  const path = join(cwd, 'safeai_langchain.py');
  const mine = (await readFile(path, 'utf8')).replace('import sys\n', 'import sys  # mine\n');
  await writeFile(path, mine);
  const refused = await setup(cwd, ['langchain']);
  expect(refused.code).toBe(3);
  expect(refused.stdout).toMatch(/^conflict {2}safeai_langchain\.py .*was changed/m);
  expect(refused.stdout).toContain('- import sys  # mine\n');
  expect(refused.stderr).toContain('--force');
  expect(await readdir(cwd)).toEqual(['safeai_langchain.py']);
  expect(await readFile(path, 'utf8')).toBe(mine);
  const gone = await setup(cwd, ['langchain', '--uninstall']);
  expect(gone.code).toBe(3);
  const forced = await setup(cwd, ['langchain', '--force']);
  expect(forced.code).toBe(0);
  expect(forced.stdout).toContain('What was there is in safeai_langchain.py.bak.\n');
  expect(await read(cwd, 'safeai_langchain.py.bak')).toBe(mine);
  expect((await setup(cwd, ['langchain', '--check'])).code).toBe(0);
  // The first copy is kept.
  await writeFile(path, mine.replace('mine', 'mine again'));
  await setup(cwd, ['langchain', '--force']);
  expect(await read(cwd, 'safeai_langchain.py.bak')).toBe(mine);
  expect(await read(cwd, 'safeai_langchain.py.bak2')).toContain('mine again');
});

test('a file of that name that is not ours is a conflict; line ends alone are none', async () => {
  const cwd = await projectWith({ 'safeai_langchain.py': 'print(1)\n' });
  expect((await setup(cwd, ['langchain'])).code).toBe(3);
  const other = await projectWith({});
  await setup(other, ['langchain']);
  const path = join(other, 'safeai_langchain.py');
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
  expect((await setup(other, ['langchain', '--check'])).code).toBe(0);
  await setup(other, ['langchain', '--agent-id', 'other']);
  expect(await read(other, 'safeai_langchain.py')).toMatch(/DEFAULT_AGENT_ID = "other"\r\n/);
});

test('what can be left out is left out', async () => {
  const cwd = await projectWith({});
  const ran = await setup(cwd, ['autogen', '--no-code', '--no-env', '--no-gitignore', '--json']);
  expect(json(ran)).toMatchObject({
    items: [
      { path: 'safeai_autogen.py', action: 'skip' },
      { path: 'safeai.yaml', action: 'create' },
      { path: '.env.example', action: 'skip' },
      { path: '.gitignore', action: 'skip' },
    ],
  });
  expect(await readdir(cwd)).toEqual(['safeai.yaml']);
});

test('--dry-run shows every line and writes none; --check says that something is due', async () => {
  const cwd = await projectWith({ '.gitignore': '.env\n' });
  const dry = await setup(cwd, ['langchain', '--dry-run']);
  expect(dry.code).toBe(0);
  expect(dry.stdout).toContain('update  .gitignore');
  expect(dry.stdout).toContain('  + .safeai/\n');
  expect((await setup(cwd, ['langchain', '--check'])).code).toBe(3);
  expect(await treeOf(cwd)).toEqual({ '.gitignore': '.env\n' });
});

test.each([
  ['langchain', 'safeai.yaml', 'a: 1\nb: [\n', 'safeai.yaml:3:1: '],
  [
    'claude-code',
    '.claude/settings.json',
    '{\n  "a": tru\n}',
    '.claude/settings.json:2:8: is no JSON',
  ],
  [
    'cursor',
    '.cursor/hooks.json',
    '{"hooks": []}',
    '.cursor/hooks.json:1:11: hooks must be an object',
  ],
  ['langchain', '.gitignore', '\xff\xfe', '.gitignore is no UTF-8 text'],
])('%s refuses a broken %s with its place, and writes nothing', async (name, path, text, said) => {
  const cwd = await projectWith({});
  await mkdir(dirname(join(cwd, path)), { recursive: true });
  await writeFile(join(cwd, path), text, 'latin1');
  const before = await treeOf(cwd);
  const ran = await setup(cwd, [name]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(said);
  expect(await treeOf(cwd)).toEqual(before);
});

test('what goes too deep is refused', async () => {
  const cwd = await projectWith({
    '.mcp.json': '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000),
    'safeai.yaml': `x-a: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`,
  });
  for (const argv of [['mcp', '--host', 'claude-code'], ['langchain']]) {
    const ran = await setup(cwd, argv);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('goes too deep to be read');
  }
  const aliases = Array.from(
    { length: 12 },
    (_, i) => `  - &l${i + 1} [${`*l${i}, `.repeat(9)}]\n`,
  );
  await writeFile(join(cwd, 'safeai.yaml'), `x-a:\n  - &l0 [a]\n${aliases.join('')}`);
  expect((await setup(cwd, ['langchain'])).code).toBe(2);
});

test('on a terminal it asks before it writes', async () => {
  const cwd = await projectWith({});
  const answering = (answer: string): Given => ({
    stdin: Object.assign(Readable.from([Buffer.from(answer)]), { isTTY: true }),
    isTerminal: true,
  });
  const no = await setup(cwd, ['cursor'], answering('no\n'));
  expect(no.code).toBe(2);
  expect(no.stderr).toContain('This writes 1 file.');
  expect(await readdir(cwd)).toEqual([]);
  expect((await setup(cwd, ['cursor'], answering('yes\n'))).code).toBe(0);
  const yes = await setup(cwd, ['cursor', '--uninstall', '--yes'], answering(''));
  expect(yes.code).toBe(0);
  expect(await readdir(cwd)).toEqual([]);
});

test('a broken configuration keeps nobody from what it has nothing to do with', async () => {
  const cwd = await projectWith({ 'safeai.yaml': 'a: [', '.claude/settings.json': '' });
  expect((await setup(cwd, ['claude-code'])).code).toBe(0);
  const listed = await setup(cwd, ['--list', '--json']);
  expect(listed.code).toBe(0);
  expect(listed.stderr).toContain('plugins are left out');
});

test('modes are kept, and a link inside the project stays a link', async () => {
  const cwd = await projectWith({});
  await mkdir(join(cwd, 'real'));
  await writeFile(join(cwd, 'real/ignore'), 'x\n', { mode: 0o600 });
  await symlink('real/ignore', join(cwd, '.gitignore'));
  expect((await setup(cwd, ['langchain'])).code).toBe(0);
  expect((await lstat(join(cwd, '.gitignore'))).isSymbolicLink()).toBe(true);
  expect(await read(cwd, 'real/ignore')).toContain('.safeai/');
  expect((await stat(join(cwd, 'real/ignore'))).mode & 0o777).toBe(0o600);
});

test.each([
  ['a file', '.gitignore'],
  ['a folder', '.claude'],
])('%s that is a link out of the project is refused', async (_, name) => {
  const outside = await projectWith({ ignore: 'x\n', 'settings.json': '{}' });
  const cwd = await projectWith({});
  await symlink(name === '.gitignore' ? join(outside, 'ignore') : outside, join(cwd, name));
  const ran = await setup(cwd, [name === '.gitignore' ? 'langchain' : 'claude-code']);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('leads out of');
  expect(await treeOf(outside)).toEqual({ ignore: 'x\n', 'settings.json': '{}' });
  await symlink(join(cwd, 'nowhere'), join(cwd, '.env.example'));
  expect((await setup(cwd, ['crewai'])).stderr).toMatch(/symbolic link/);
});

test('a folder that cannot be written to is told, and nothing is left behind', async () => {
  const cwd = await projectWith({ '.cursor': 'a file\n' });
  const ran = await setup(cwd, ['cursor']);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain(
    'cannot read .cursor/hooks.json: a part of the path is not a folder',
  );
  const locked = await projectWith({ '.gitignore': 'x\n' });
  const before = await treeOf(locked);
  await asNobody(locked, async () => {
    const refused = await setup(locked, ['langchain']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'cannot write safeai_langchain.py: permission denied\nNothing was written.',
    );
  });
  expect(await treeOf(locked)).toEqual(before);
});

/** Runs something as a user who may read a folder and not write to it. */
async function asNobody(folder: string, run: () => Promise<void>): Promise<void> {
  await home();
  const { chmod } = await import('node:fs/promises');
  await chmod(folder, 0o555);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await run();
  } finally {
    if (isRoot) process.seteuid?.(0);
    await chmod(folder, 0o755);
  }
}

test('without a name it sets up what the project uses', async () => {
  const cwd = await projectWith({ 'requirements.txt': 'requests\ncrewai[tools]>=1.0  # agents\n' });
  expect((await setup(cwd, [])).code).toBe(0);
  expect(await readdir(cwd)).toContain('safeai_crewai.py');
  const both = await projectWith({
    'pyproject.toml': '[project]\ndependencies = ["langchain>=1"]\n',
    'package.json': '{ "dependencies": { "ai": "^6" } }',
  });
  const many = await setup(both, []);
  expect(many.code).toBe(2);
  expect(many.stderr).toContain('this project uses langchain, vercel-ai');
  expect(json(await setup(both, ['--yes', '--json']))).toMatchObject({
    frameworks: ['langchain', 'vercel-ai'],
  });
  const none = await setup(await projectWith({}), []);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain('shows no framework');
});

test('--list tells what there is, and what the project uses', async () => {
  const cwd = await projectWith({ 'package.json': '{"devDependencies":{"@openai/agents":"1"}}' });
  const { frameworks } = json(await setup(cwd, ['--list', '--json'])) as {
    frameworks: { id: string; detected: boolean }[];
  };
  expect(frameworks.map(({ id }) => id)).toEqual(SHIPPED_FRAMEWORKS);
  expect(frameworks.filter(({ detected }) => detected).map(({ id }) => id)).toEqual([
    'openai-agents',
  ]);
});

test.each([
  ['uv.lock', 'langchain', "uv add 'langchain>=1.0,<2'"],
  ['poetry.lock', 'langchain', "poetry add 'langchain>=1.0,<2'"],
  ['requirements.txt', 'langchain', "python3 -m pip install 'langchain>=1.0,<2'"],
  ['pnpm-lock.yaml', 'vercel-ai', 'pnpm add @safeai/adapters-vercel-ai @safeai/client'],
  ['yarn.lock', 'vercel-ai', 'yarn add @safeai/adapters-vercel-ai @safeai/client'],
  ['package-lock.json', 'vercel-ai', 'npm install @safeai/adapters-vercel-ai @safeai/client'],
])('with %s, %s names one line to install', async (lock, name, line) => {
  const cwd = await projectWith({ [lock]: '' });
  expect(json(await setup(cwd, [name, '--json']))).toMatchObject({ install: [line] });
  const has = await projectWith({ [lock]: '', 'requirements.txt': 'langchain==1.5.0\n' });
  if (name === 'langchain') {
    expect(json(await setup(has, [name, '--json']))).toMatchObject({ install: [] });
  }
});

test('another package of the same framework is as good', async () => {
  const cwd = await projectWith({ 'requirements.txt': 'ag2>=1\n' });
  expect(json(await setup(cwd, ['autogen', '--json']))).toMatchObject({ install: [] });
});

describe('MCP hosts', () => {
  const server = (env: object, isWindows = false) => ({
    command: isWindows ? 'cmd' : 'npx',
    args: [...(isWindows ? ['/c', 'npx'] : []), '-y', '@safeai/mcp-server'],
    env,
  });
  const local = { SAFEAI_URL: 'http://127.0.0.1:8910' };

  async function written(argv: readonly string[], path: string, given: Given = {}) {
    const cwd = await projectWith({});
    const machine = { home: cwd, ...given.machine };
    const ran = await setup(cwd, ['mcp', ...argv], { ...given, machine });
    expect(ran).toMatchObject({ code: 0 });
    return JSON.parse(await read(cwd, path)) as unknown;
  }

  test('claude-desktop, where each system keeps its settings', async () => {
    const argv = ['--host', 'claude-desktop'];
    const file = 'Claude/claude_desktop_config.json';
    const places = { linux: '.config', darwin: 'Library/Application Support' };
    for (const [platform, folder] of Object.entries(places)) {
      expect(await written(argv, `${folder}/${file}`, { machine: { platform } })).toEqual({
        mcpServers: { safeai: server(local) },
      });
    }
    const windows = { machine: { platform: 'win32' } };
    expect(await written(argv, `AppData/Roaming/${file}`, windows)).toEqual({
      mcpServers: { safeai: server(local, true) },
    });
  });

  test('vscode, with a key that it asks for', async () => {
    expect(await written(['--host', 'vscode'], '.vscode/mcp.json')).toEqual({
      servers: { safeai: { type: 'stdio', ...server(local) } },
    });
    const far = ['--host', 'vscode', '--gateway-url', 'https://safeai.example/'];
    const env = { SAFEAI_URL: 'https://safeai.example', SAFEAI_API_KEY: '${input:safeai-key}' };
    const input = {
      type: 'promptString',
      id: 'safeai-key',
      description: 'SafeAI key',
      password: true,
    };
    expect(await written(far, '.vscode/mcp.json')).toEqual({
      inputs: [input],
      servers: { safeai: { type: 'stdio', ...server(env) } },
    });
  });

  test('cursor and claude-code, with a key of the environment', async () => {
    expect(await written(['--host', 'cursor', '--key'], '.cursor/mcp.json')).toEqual({
      mcpServers: { safeai: server({ ...local, SAFEAI_API_KEY: '${env:SAFEAI_API_KEY}' }) },
    });
    expect(await written(['--host', 'claude-code', '--key'], '.mcp.json')).toEqual({
      mcpServers: { safeai: server({ ...local, SAFEAI_API_KEY: '${SAFEAI_API_KEY}' }) },
    });
  });

  test('what is there is merged with, and an entry of that name is nobody’s to overwrite', async () => {
    const other = '{\n  // mine\n  "mcpServers": { "a": { "command": "a" } }\n}\n';
    const cwd = await projectWith({ '.mcp.json': other });
    await setup(cwd, ['mcp', '--host', 'claude-code']);
    expect(await read(cwd, '.mcp.json')).toBe(
      '{\n  // mine\n  "mcpServers": { "a": { "command": "a" }, "safeai": {"command": "npx", "args": ["-y", ' +
        '"@safeai/mcp-server"], "env": {"SAFEAI_URL": "http://127.0.0.1:8910"}} }\n}\n',
    );
    const mine = '{"mcpServers":{"safeai":{"command":"mine"}}}';
    const taken = await projectWith({ '.mcp.json': mine });
    expect((await setup(taken, ['mcp', '--host', 'claude-code'])).code).toBe(3);
    expect(await read(taken, '.mcp.json')).toBe(mine);
  });

  test('a key in an entry that differs is not shown', async () => {
    const key = 'sk-ABCDEF1234567890ABCDEF';
    const entry = `{\n  "mcpServers": {\n    "safeai": { "env": { "API_TOKEN": "${key}" } }\n  }\n}\n`;
    const cwd = await projectWith({ '.mcp.json': entry });
    const ran = await setup(cwd, ['mcp', '--host', 'claude-code']);
    expect(ran.stdout).toContain('API_TOKEN');
    const shown = await setup(cwd, [
      'mcp',
      '--host',
      'claude-code',
      '--force',
      '--dry-run',
      '--json',
    ]);
    expect(ran.stdout + ran.stderr + shown.stdout).not.toContain(key);
  });

  test('a host has to be named', async () => {
    const ran = await setup(await projectWith({}), ['mcp']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('--host claude-desktop|vscode|cursor|claude-code');
  });
});

describe('coding agents', () => {
  test('claude-code: groups with matchers, a time limit, and no call where the hook fails', async () => {
    const cwd = await projectWith({ '.claude/settings.json': SETTINGS });
    await setup(cwd, ['claude-code']);
    const text = await read(cwd, '.claude/settings.json');
    expect(text).toContain('   // ours\n');
    const parsed = JSON.parse(text.replace('// ours', '').replace(/,(\s*[\]}])/g, '$1')) as object;
    const command = 'safeai hook --profile claude-code';
    const hook = { type: 'command', command, timeout: 30, onFailure: 'block' };
    expect(parsed).toEqual({
      model: 'opus',
      hooks: {
        PreToolUse: [
          { matcher: 'Bash', hooks: [{ type: 'command', command: './mine.sh' }] },
          { matcher: '*', hooks: [hook] },
        ],
        PostToolUse: [{ matcher: '*', hooks: [hook] }],
        UserPromptSubmit: [{ hooks: [hook] }],
      },
    });
  });

  test('cursor and copilot: each in its own form', async () => {
    const cwd = await projectWith({});
    await setup(cwd, ['cursor']);
    await setup(cwd, ['copilot']);
    const own = { command: 'safeai hook --profile cursor', timeout: 30, failClosed: true };
    expect(JSON.parse(await read(cwd, '.cursor/hooks.json'))).toEqual({
      version: 1,
      hooks: {
        preToolUse: [own],
        postToolUse: [own],
        beforeReadFile: [own],
        beforeSubmitPrompt: [own],
      },
    });
    const command = 'safeai hook --profile copilot';
    const hook = { type: 'command', bash: command, powershell: command, timeoutSec: 30 };
    expect(JSON.parse(await read(cwd, '.github/hooks/safeai.json'))).toEqual({
      version: 1,
      hooks: { preToolUse: [hook], postToolUse: [hook], userPromptSubmitted: [hook] },
    });
  });
});

const PLUGIN = `export default {
  name: 'acme',
  frameworks: [{
    id: 'acme-agents',
    title: 'Acme Agents',
    description: 'acme_guard.py.',
    languages: ['python'],
    detect: { paths: ['acme.toml'] },
    plan: [
      { step: 'file', path: 'acme_guard.py', content: 'AGENT = "{{agent_id}}"\\n' },
      { step: 'yaml', path: 'acme.yaml', list: ['guards'], item: { name: 'safeai', url: '{{gateway_url}}' }, key: 'name' },
      { step: 'json', path: 'acme.json', edits: [{ at: ['guard', 'url'], value: '{{gateway_url}}' }] },
      { step: 'agent' },
    ],
    nextSteps: ['Import acme_guard.'],
    verify: 'python3 acme_guard.py',
  }],
};
`;

test('a framework of a plugin is set up as one of SafeAI’s own', async () => {
  const cwd = await projectWith({
    'safeai.yaml': 'plugins: { files: [acme.mjs] }\n',
    'acme.mjs': PLUGIN,
    'acme.toml': '',
    'acme.yaml': 'guards:\n  - name: mine\n',
  });
  const before = await treeOf(cwd);
  const ran = await setup(cwd, ['--json']);
  expect(json(ran)).toMatchObject({
    frameworks: ['acme-agents'],
    next_steps: ['Import acme_guard.'],
    verify: ['python3 acme_guard.py'],
  });
  expect(await read(cwd, 'acme_guard.py')).toMatch(
    /^# safeai-generated: acme-agents v\S+ sha256:[0-9a-f]{64}\nAGENT = "acme-agents-agent"\n$/,
  );
  expect(await read(cwd, 'acme.json')).toContain('"url": "http://127.0.0.1:8910"');
  expect(await read(cwd, 'acme.yaml')).toContain('    url: http://127.0.0.1:8910\n');
  expect((await setup(cwd, ['acme-agents', '--check'])).code).toBe(0);
  expect((await setup(cwd, ['acme-agents', '--uninstall'])).code).toBe(0);
  expect(await treeOf(cwd)).toEqual(before);
  const wrong = await setup(cwd, ['acme-agent']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('Did you mean acme-agents?');
});

test.each([
  [['langchain', '--agent-id', 'a"b'], 'an agent id'],
  [['langchain', '--gateway-url', 'ftp://x'], 'http:// or https://'],
  [['langchain', '--gateway-url', 'http://u:p@x'], 'no credentials'],
  [['langchain', '--path', 'nowhere'], 'is no folder'],
  [['langchain', '--host', 'vscode'], '--host goes with'],
  [['--uninstall'], 'name what is to be uninstalled'],
])('%j is told what is wrong', async (argv, said) => {
  const ran = await setup(await projectWith({}), argv);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(said);
});

test('as a program of its own: exit codes, and one document on standard output', async () => {
  const cwd = await projectWith({});
  const program = (argv: readonly string[]) =>
    new Promise<{ code: number; stdout: string }>((resolve) => {
      const [node = '', ...words] = SAFEAI;
      const env = { ...process.env, NODE_OPTIONS: '', HOME: cwd };
      execFile(node, [...words, 'setup', ...argv], { cwd, env }, (error, stdout) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout });
      });
    });
  expect((await program(['claude-code', '--check'])).code).toBe(3);
  const done = await program(['claude-code', '--json']);
  expect(done.code).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({
    schema_version: 1,
    frameworks: ['claude-code'],
    applied: true,
    up_to_date: false,
    items: [{ path: '.claude/settings.json', action: 'create', reason: null }],
  });
}, 120_000);
