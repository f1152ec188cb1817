import { lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import type { Machine } from '../src/host.ts';
import { launchdPlist } from '../src/service/launchd-plist.ts';
import type { Service } from '../src/service/service.ts';
import { systemdUnit } from '../src/service/systemd-unit.ts';
import { folderWith, home, removeFolders, runCli, type Given, type Ran } from './run-cli.ts';

afterEach(removeFolders);

/** What the files in deploy/ are for. */
const SHIPPED: Service = {
  node: '/usr/bin/node',
  script: '/opt/safeai/apps/cli/bin/safeai.cjs',
  flags: [
    ['--mode', 'sidecar'],
    ['--host', '127.0.0.1'],
    ['--port', '8910'],
    ['--config', '/etc/safeai/safeai.yaml'],
  ],
  config: '/etc/safeai/safeai.yaml',
  user: 'safeai',
  written: [],
  read: [],
  port: 8910,
  shutdownSeconds: 10,
};

/** A file of deploy/. */
function shipped(name: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`../../../deploy/${name}`, import.meta.url)), 'utf8');
}

test('deploy/safeai.service is what is written for its paths', async () => {
  expect(await shipped('safeai.service')).toBe(systemdUnit(SHIPPED));
});

test('deploy/com.safeai.proxy.plist is what is written for its paths', async () => {
  const service = { ...SHIPPED, node: '/usr/local/bin/node' };
  expect(await shipped('com.safeai.proxy.plist')).toBe(launchdPlist(service, '/Users/me'));
});

/** Where a machine's own folders are for a test. */
async function rootOf(machine: Partial<Machine> = {}): Promise<Partial<Machine>> {
  return { uid: 0, root: await folderWith({}), ...machine };
}

async function install(cwd: string, argv: readonly string[], given: Given): Promise<Ran> {
  return runCli(['serve', '--install-service', ...argv], { cwd, ...given });
}

test('root gets a unit of the machine, with absolute paths and the flags that were given', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'server: { shutdown_seconds: 60.5 }\n' });
  const machine = await rootOf();
  const path = `${machine.root ?? ''}/etc/systemd/system/safeai.service`;
  const env = { SAFEAI_MODE: 'sidecar', SAFEAI_STATE_DIR: 'state' };
  const argv = ['--port', '9000', '--user', 'guard', '--yes', '--watch'];
  expect(await install(cwd, argv, { machine, env })).toEqual({
    code: 0,
    stdout: `Wrote ${path}.\n`,
    stderr: [
      'Next:',
      '  id guard || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin guard',
      '  systemctl daemon-reload',
      '  systemctl enable --now safeai',
      '',
    ].join('\n'),
  });
  const unit = await readFile(path, 'utf8');
  expect(unit).toContain(
    'ExecStart=/usr/bin/node /opt/safeai/apps/cli/bin/safeai.cjs serve \\\n' +
      `  --mode sidecar --port 9000 --config ${cwd}/safeai.yaml --state-dir ${cwd}/state --watch\n`,
  );
  expect(unit).toContain('\nUser=guard\n');
  expect(unit).toContain('\nTimeoutStopSec=81\n');
  expect(unit).toContain(`\nReadWritePaths=${cwd}/state\n`);
  expect(unit).not.toContain('StateDirectory=');
  expect((await stat(path)).mode & 0o777).toBe(0o644);
});

test('others get a unit of their own session, without what only root may ask for', async () => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const { code, stderr } = await install(cwd, ['--yes'], {});
  expect(code).toBe(0);
  expect(stderr).toContain('  systemctl --user enable --now safeai\n');
  const unit = await readFile(join(await home(), '.config/systemd/user/safeai.service'), 'utf8');
  expect(unit).toContain('WantedBy=default.target');
  expect(unit).not.toMatch(/^(User|Protect\w+|Private\w+|\w*Capabilit\w+|StateDirectory)=/m);
});

test('macOS gets a job: a daemon for root, an agent for others', async () => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const machine = await rootOf({ platform: 'darwin' });
  const daemon = await install(cwd, ['--yes'], { machine });
  const path = `${machine.root ?? ''}/Library/LaunchDaemons/com.safeai.proxy.plist`;
  expect(daemon.stdout).toBe(`Wrote ${path}.\n`);
  expect(daemon.stderr).toContain(`  launchctl bootstrap system ${path}\n`);
  expect(await readFile(path, 'utf8')).toContain('<string>/usr/local/var/safeai</string>');
  const agent = await install(cwd, ['--yes'], { machine: { platform: 'darwin', uid: 501 } });
  expect(agent.stderr).toContain('  launchctl bootstrap gui/501 ');
  const place = join(await home(), 'Library/LaunchAgents/com.safeai.proxy.plist');
  const plist = await readFile(place, 'utf8');
  expect(plist).toContain(`<string>${await home()}/Library/Logs/SafeAI/safeai.log</string>`);
  expect(plist).not.toContain('UserName');
});

test('a second run has nothing to do, and asks nothing', async () => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const machine = await rootOf();
  const path = `${machine.root ?? ''}/etc/systemd/system/safeai.service`;
  await install(cwd, ['--yes'], { machine });
  const { ino } = await stat(path);
  for (const argv of [[], ['--dry-run']]) {
    const { code, stderr } = await install(cwd, argv, { machine });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `safeai: ${path} is up to date: nothing to do\n`,
    });
  }
  expect((await stat(path)).ino).toBe(ino);
});

test('--dry-run prints the file, writes nothing and answers 3', async () => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const machine = await rootOf();
  const { code, stdout, stderr } = await install(cwd, ['--dry-run'], { machine });
  const path = `${machine.root ?? ''}/etc/systemd/system/safeai.service`;
  expect(code).toBe(3);
  expect(stdout).toContain('[Service]\n');
  expect(stderr).toBe(`safeai: ${path} would be written\n`);
  await expect(lstat(path)).rejects.toThrow('ENOENT');
});

test('a file that differs is kept and the difference shown; --force replaces it', async () => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const machine = await rootOf();
  const path = `${machine.root ?? ''}/etc/systemd/system/safeai.service`;
  await install(cwd, ['--yes'], { machine });
  const written = await readFile(path, 'utf8');
  const own = written.replace('RestartSec=5', 'RestartSec=1\u001b[2J');
  await writeFile(path, own);
  const difference = `${path} (-) differs from what would be written (+):\n- RestartSec=1\\u001b[2J\n+ RestartSec=5\n`;
  expect(await install(cwd, ['--yes'], { machine })).toEqual({
    code: 2,
    stdout: '',
    stderr: `${difference}safeai: ${path} is there and differs; nothing was written\n--force replaces it.\n`,
  });
  const dry = await install(cwd, ['--dry-run'], { machine });
  expect(dry.code).toBe(3);
  expect(dry.stderr).toBe(`${difference}safeai: ${path} would be replaced\n`);
  expect(await readFile(path, 'utf8')).toBe(own);
  const forced = await install(cwd, ['--yes', '--force'], { machine });
  expect(forced).toMatchObject({ code: 0, stdout: `Replaced ${path}.\n` });
  expect(await readFile(path, 'utf8')).toBe(written);
});

test('without a terminal and --yes nothing is written', async () => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const machine = await rootOf();
  const { code, stderr } = await install(cwd, [], { machine });
  expect(code).toBe(2);
  expect(stderr).toContain('Nothing was done.');
  await expect(lstat(join(machine.root ?? '', 'etc'))).rejects.toThrow('ENOENT');
});

test('a masked unit is not written through', async () => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const machine = await rootOf();
  const path = `${machine.root ?? ''}/etc/systemd/system/safeai.service`;
  await mkdir(dirname(path), { recursive: true });
  await symlink('/dev/null', path);
  const { code, stderr } = await install(cwd, ['--yes', '--force'], { machine });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `safeai: ${path} is there and is no file; nothing was written\n`,
  });
});

test.each<[string, readonly string[], Partial<Machine>, RegExp]>([
  ['another platform', [], { platform: 'win32' }, /knows Linux with systemd and macOS/],
  ['--user without root', ['--user', 'guard'], {}, /--user is for root/],
  ['an odd user', ['--user', 'a\nExecStart=x'], { uid: 0 }, /--user must name a user/],
  [
    'a credential in an address',
    ['--upstream-base-url', 'https://me:hidden@api.example.com'],
    {},
    /^safeai: --upstream-base-url holds a user or password.*\nSet proxy\.target/,
  ],
  ['a line break in a path', ['--state-dir', 'a\nb'], {}, /holds a control character/],
  ['a port that cannot be', ['--port', 'x'], {}, /--port must be a whole number/],
])('%s is refused', async (_, argv, machine, message) => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const { code, stderr } = await install(cwd, [...argv, '--yes'], { machine });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('hidden');
  expect(code).toBe(2);
});

test('without a configuration, and with a broken one, nothing is written', async () => {
  const none = await install(await folderWith({}), ['--yes'], {});
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toContain('a service needs a configuration file');
  const broken = await install(await folderWith({ 'safeai.yaml': 'audti: {}\n' }), ['--yes'], {});
  expect(broken).toMatchObject({ code: 2, stdout: '' });
  expect(broken.stderr).toMatch(/^safeai\.yaml:1:1: audti/);
});

test.each(['--dry-run', '--force', '--yes'])('%s alone starts no server', async (flag) => {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  expect(await runCli(['serve', flag], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: `safeai: ${flag} goes with --install-service\n`,
  });
});
