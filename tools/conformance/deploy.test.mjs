/** What deploy/ ships, run or read by the programs that it is for. Where one cannot be had, the reason is told. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';

import { ADDRESS, startContainer } from '../deploy/container.mjs';
import { contextFiles } from '../deploy/dockerignore.mjs';
import { buildImage } from '../deploy/image.mjs';
import { NAME, replaced, startNginx, writeConfiguration } from '../deploy/nginx.mjs';
import { install, need, needContainers, nginxProgram, Unavailable } from '../deploy/programs.mjs';
import { freePort, installation, SAFEAI, startSafeAI } from './server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const shipped = (name) => join(root, 'deploy', name);
const run = promisify(execFile);
const SCAN = { body: '{"text": "hello"}' };
const MINUTE = 60_000;

/** What all of this is made in. */
const folder = mkdtempSync(join(tmpdir(), 'safeai-deploy-'));
// Other users go through it.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Describes what needs a program, or says why it is left out. */
function describeWith(name, prepare, body) {
  let prepared;
  try {
    prepared = prepare();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    describe.skip(`${name} (left out: ${error.message})`, () => {
      test.skip('all of it', () => undefined);
    });
    return;
  }
  describe(name, () => body(prepared));
}

describeWith('the Dockerfile', needContainers, () => {
  let image;
  let container;
  beforeAll(() => {
    image = buildImage({ dockerfile: shipped('Dockerfile'), context: root, folder });
  }, 4 * MINUTE);
  afterAll(() => container?.kill());

  const start = async (files) => {
    container = startContainer(image, { folder, files });
    for (let attempt = 0; attempt < 60; attempt++) {
      const isHealthy = await container.exec(image.healthcheck).then(
        () => true,
        () => false,
      );
      if (isHealthy) return container;
      if (container.hasEnded()) break;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`the container is not healthy:\n${container.said()}`);
  };

  test(
    'its image serves as another user, with nothing to write to but its volume',
    async () => {
      const { exec, request, stop } = await start();
      expect((await exec(['id', '-u'])).stdout).toBe('65532\n');
      const sources = await exec([
        'find',
        'apps',
        'packages',
        '-name',
        '*.ts',
        '!',
        '-name',
        '*.d.ts',
      ]);
      expect(sources.stdout).toBe('');
      for (const path of ['/opt/safeai', '/etc/safeai', '/']) {
        await expect(exec(['touch', `${path}/new`])).rejects.toThrow('Read-only file system');
      }
      expect(await request('/v1/scan/input', SCAN)).toMatchObject({ status: 200 });
      expect(await request('/dashboard')).toMatchObject({ status: 200 });
      expect(await request('/v1/health', { host: ADDRESS })).toMatchObject({ status: 200 });
      const stranger = await request('/v1/scan/input', { ...SCAN, host: ADDRESS });
      expect(stranger).toMatchObject({ status: 401 });
      expect(await stop()).toBe(0);
    },
    MINUTE,
  );

  test(
    'with the settings of the compose file every caller needs a key, and one is made inside',
    async () => {
      const { exec, request, stop } = await start({
        '/etc/safeai/safeai.yaml': shipped('safeai.yaml'),
      });
      expect(await request('/v1/scan/input', SCAN)).toMatchObject({ status: 401 });
      const key = await makeKey((argv) => exec(['node', 'apps/cli/bin/safeai.cjs', ...argv]));
      for (const host of ['127.0.0.1', ADDRESS]) {
        const answer = await request('/v1/scan/input', {
          ...SCAN,
          host,
          headers: { 'x-safeai-key': key },
        });
        expect(answer).toMatchObject({ status: 200 });
      }
      expect(await stop()).toBe(0);
    },
    MINUTE,
  );
});

/** A key for an agent, from whatever runs `safeai`. */
async function makeKey(safeai) {
  const { stdout } = await safeai([
    'keys',
    'create',
    '--tenant',
    'default',
    '--role',
    'agent',
    '--json',
  ]);
  return JSON.parse(stdout).key;
}

test('.dockerignore keeps secrets, state and what was built before out of an image', () => {
  const context = join(folder, 'context');
  const files = [
    ...['.env', '.env.local', '.safeai/keys/audit', '.git/config', 'id_ed25519', 'package.json'],
    ...[
      'apps/cli/.env',
      'apps/cli/.safeai/state.db',
      'apps/cli/dist/main.js',
      'apps/cli/bin/a.cjs',
    ],
    ...[
      'apps/cli/node_modules/a/index.js',
      'packages/core/src/a.ts',
      'packages/core/src/a.test.ts',
    ],
    ...['packages/core/test/a.ts', 'tools/build/a.mjs', 'tools/long/a.mjs', 'notes/a.log'],
  ];
  for (const file of files) {
    mkdirSync(dirname(join(context, file)), { recursive: true });
    writeFileSync(join(context, file), '');
  }
  const ignore = readFileSync(join(root, '.dockerignore'), 'utf8');
  expect(contextFiles(context, ignore).sort()).toEqual([
    ...['apps/cli/bin/a.cjs', 'package.json', 'packages/core/src/a.ts', 'tools/build/a.mjs'],
  ]);
});

test('the compose file holds the container as its image wants to be held', () => {
  const { services } = parse(readFileSync(shipped('compose.yaml'), 'utf8'));
  expect(services.safeai).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    mem_limit: '1g',
    pids_limit: 256,
    ports: ['127.0.0.1:8910:8910'],
  });
  expect(services.safeai.tmpfs[0]).toMatch(/^\/tmp:/);
  expect(services.safeai.volumes).toContain('state:/var/lib/safeai');
});

/** The highest that `systemd-analyze security` may say, of 10. */
const EXPOSURE = 2;

describeWith(
  'the systemd unit',
  () => install('systemd-analyze', 'systemd'),
  (systemdAnalyze) => {
    let unit;
    let own;
    beforeAll(async () => {
      const cwd = await installation();
      unit = join(folder, 'safeai.service');
      const ran = await run(
        process.execPath,
        [SAFEAI, 'serve', '--install-service', '--dry-run', '--state-dir', join(folder, 'a b%$"')],
        { cwd },
      ).catch((error) => error);
      expect({ code: ran.code, stderr: ran.stderr }).toMatchObject({ code: 3 });
      own = ran.stdout;
      const text = replaced(readFileSync(shipped('safeai.service'), 'utf8'), {
        '/usr/bin/node': process.execPath,
        '/opt/safeai/apps/cli/bin/safeai.cjs': SAFEAI,
      });
      writeFileSync(unit, text);
      rmSync(cwd, { recursive: true });
    }, MINUTE);

    test('systemd finds nothing wrong with it', async () => {
      expect(await run(systemdAnalyze, ['verify', unit])).toEqual({ stdout: '', stderr: '' });
    });

    test(`its exposure is at most ${EXPOSURE} of 10`, async () => {
      const { stdout } = await run(systemdAnalyze, ['security', '--offline=true', unit]);
      const exposure = Number(/exposure level for safeai\.service: ([\d.]+)/.exec(stdout)?.[1]);
      expect(exposure).toBeLessThanOrEqual(EXPOSURE);
    });

    test('nor with what --install-service writes for odd paths', async () => {
      const installed = join(folder, 'installed.service');
      writeFileSync(installed, own);
      const manager = own.includes('\nUser=') ? '--system' : '--user';
      const env = { ...process.env, XDG_RUNTIME_DIR: folder };
      const ran = await run(systemdAnalyze, ['verify', manager, installed], { env });
      expect(ran).toEqual({ stdout: '', stderr: '' });
    });
  },
);

describeWith(
  'the launchd job',
  () => need('python3'),
  (python) => {
    test('reads as what it is to be', async () => {
      const script =
        'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
      const { stdout } = await run(python, ['-c', script, shipped('com.safeai.proxy.plist')]);
      expect(JSON.parse(stdout)).toEqual({
        Label: 'com.safeai.proxy',
        ProgramArguments: [
          ...['/usr/local/bin/node', '/opt/safeai/apps/cli/bin/safeai.cjs', 'serve'],
          ...['--mode', 'sidecar', '--host', '127.0.0.1', '--port', '8910'],
          ...['--config', '/etc/safeai/safeai.yaml', '--state-dir', '/usr/local/var/safeai'],
        ],
        UserName: 'safeai',
        WorkingDirectory: '/etc/safeai',
        RunAtLoad: true,
        KeepAlive: { SuccessfulExit: false },
        ThrottleInterval: 5,
        ExitTimeOut: 30,
        Umask: 0o077,
        SoftResourceLimits: { NumberOfFiles: 65_536 },
        HardResourceLimits: { NumberOfFiles: 65_536 },
        StandardOutPath: '/Library/Logs/SafeAI/safeai.log',
        StandardErrorPath: '/Library/Logs/SafeAI/safeai.log',
      });
    });
  },
);

describeWith(
  'nginx in front',
  () => {
    need('openssl');
    need('curl');
    return nginxProgram(folder);
  },
  (program) => {
    let safeai;
    let nginx;
    const ports = {};
    const agentKey = () =>
      makeKey((argv) => run(process.execPath, [SAFEAI, ...argv], { cwd: safeai.folder }));

    const start = async ({ settings = {}, changes = {} } = {}) => {
      const yaml = replaced(readFileSync(shipped('safeai.yaml'), 'utf8'), {
        '/var/lib/safeai': '.safeai',
        ...settings,
      });
      safeai = await startSafeAI({ files: { 'safeai.yaml': yaml } });
      ports.safeai = safeai.port;
      for (const name of ['http', 'https']) ports[name] = await freePort();
      const configuration = writeConfiguration({ folder, ports, changes });
      await run(program, ['-t', '-p', folder, '-c', configuration]);
      nginx = await startNginx({ program, configuration, folder, ports });
    };
    const stop = async () => {
      await nginx?.stop();
      await safeai?.stop();
      nginx = safeai = undefined;
    };
    afterAll(stop);

    describe('as shipped', () => {
      beforeAll(() => start(), MINUTE);
      afterAll(stop);

      test('a caller without a key gets 401, one with a key an answer', async () => {
        expect(await nginx.request('/v1/scan/input', SCAN)).toMatchObject({ status: 401 });
        const headers = { 'x-safeai-key': await agentKey() };
        const answer = await nginx.request('/v1/scan/input', { ...SCAN, headers });
        expect(answer).toMatchObject({ status: 200 });
      });

      test.each([
        [{ 'x-safeai-user': 'admin' }],
        [{ 'x-safeai-user': 'admin', 'x-safeai-tenant': 'default' }],
        [{ 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' }],
        [{ forwarded: 'for=127.0.0.1;host=localhost', 'x-safeai-user': 'admin' }],
        [{ host: '127.0.0.1' }],
        [{ connection: 'x-forwarded-for, x-forwarded-proto' }],
      ])('%j makes nobody of a stranger', async (headers) => {
        const { status } = await nginx.request('/v1/policies', { headers });
        expect([401, 403]).toContain(status);
      });

      test("a key's holder cannot be somebody else", async () => {
        const headers = { 'x-safeai-key': await agentKey() };
        for (const forged of [{}, { 'x-safeai-user': 'admin' }]) {
          const answer = await nginx.request('/v1/keys', { headers: { ...headers, ...forged } });
          expect(answer).toMatchObject({ status: 403 });
        }
      });

      test('nothing is answered in the clear', async () => {
        const clear = await nginx.request('/v1/health', { scheme: 'http' });
        expect(clear).toMatchObject({ status: 403 });
        expect(clear.body).not.toContain('status":');
      });
    });

    test(
      'whom nginx names itself is believed where it is a trusted proxy, whoever else is claimed',
      async () => {
        await start({
          settings: { 'trusted_proxies: []': 'trusted_proxies: [127.0.0.1]', ...USERS },
          changes: { "X-SafeAI-User     ''": 'X-SafeAI-User     security-auditor' },
        });
        const headers = { 'x-safeai-user': 'admin' };
        expect(await nginx.request('/v1/audit', { headers })).toMatchObject({ status: 200 });
        const answer = await nginx.request('/v1/keys', { headers });
        expect(answer).toMatchObject({ status: 403 });
      },
      MINUTE,
    );
  },
);

/** Users for a proxy that signs people in. */
const USERS = {
  'state:\n': `dashboard:
  users:
    - { user_id: admin, role: admin, tenants: ['*'] }
    - { user_id: security-auditor, role: auditor, tenants: [default] }
state:
`,
};

test('the names that nginx serves are those that SafeAI answers to', () => {
  const { server, auth } = parse(readFileSync(shipped('safeai.yaml'), 'utf8'));
  expect(server.allowed_hosts).toEqual([NAME]);
  expect(server.public_url).toBe(`https://${NAME}`);
  expect(auth.loopback).toBe('credential');
});
