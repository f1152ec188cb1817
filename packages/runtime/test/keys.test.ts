import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { SafeAIError } from '@safeai/core';

import { KEY_NAMES, openStorage, type KeyName } from '../src/index.ts';
import { asSomebodyElse, newInstallation, type Installation } from './installation.ts';

const CHILD = fileURLToPath(new URL('./key-child.ts', import.meta.url));
const FROM_SOURCE = new URL('../../state/test/from-source.mjs', import.meta.url).href;

const pem = (type: 'ed25519' | 'ed448') =>
  generateKeyPairSync(type as 'ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

async function open(installation: Installation, environment: Record<string, string> = {}) {
  const loaded = await installation.load(environment);
  const storage = await openStorage({ loaded, environment, role: 'command' });
  await storage.close();
  return storage;
}

async function refusal(opening: Promise<unknown>): Promise<Pick<SafeAIError, 'code' | 'message'>> {
  return opening.then(
    () => {
      throw new Error('It was opened.');
    },
    (error: unknown) => error as SafeAIError,
  );
}

/** A process that opens the storage when it is told to; all that it says of its keys. */
function keyProcess(folder: string) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const argv = ['-C', '@safeai/source', '--import', FROM_SOURCE, CHILD, folder];
  const child = spawn(process.execPath, argv, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<unknown> => (await lines.next()).value;
  return {
    isReady: line(),
    open: () => {
      child.stdin.write('open\n');
      return line();
    },
  };
}

describe('keys that nobody names', () => {
  test('are made once, and for this user alone', async () => {
    const installation = newInstallation();
    await open(installation);
    expect(statSync(installation.keys).mode & 0o777).toBe(0o700);
    const files = readdirSync(installation.keys).sort();
    expect(files).toEqual(KEY_NAMES.map((name) => `${name}.json`).sort());
    const before = files.map((file) => readFileSync(join(installation.keys, file), 'utf8'));
    for (const file of files) {
      expect(statSync(join(installation.keys, file)).mode & 0o777).toBe(0o600);
    }
    await open(installation);
    expect(files.map((file) => readFileSync(join(installation.keys, file), 'utf8'))).toEqual(
      before,
    );
  });

  test('are one and the same for eight processes that begin at once', async () => {
    const installation = newInstallation();
    const processes = Array.from({ length: 8 }, () => keyProcess(installation.folder));
    for (const { isReady } of processes) expect(await isReady).toBe('ready');
    const told = await Promise.all(processes.map((each) => each.open()));
    expect(told[0]).toMatch(/^\[\{"keys":\[\{/);
    expect(new Set(told).size).toBe(1);
    expect(readdirSync(installation.keys).sort()).toEqual(
      KEY_NAMES.map((name) => `${name}.json`).sort(),
    );
  });

  test('that cannot be written are an error with what to do', async () => {
    const installation = newInstallation();
    mkdirSync(installation.state);
    chmodSync(installation.state, 0o777);
    chmodSync(installation.folder, 0o755);
    mkdirSync(installation.keys, { mode: 0o555 });
    const error = await refusal(asSomebodyElse(() => open(installation)));
    expect(error).toMatchObject({
      code: 'state_unavailable',
      message: expect.stringMatching(/keys \(EACCES\)\. Change who may write there/),
    });
  });
});

describe('a key file', () => {
  test.each(KEY_NAMES)('%s that others may read is refused, with what to do', async (name) => {
    const installation = newInstallation();
    await open(installation);
    const path = join(installation.keys, `${name}.json`);
    chmodSync(path, 0o640);
    const error = await refusal(open(installation));
    expect(error.code).toBe('state_unavailable');
    expect(error.message).toMatch(new RegExp(`chmod 600 ${path}$`));
  });

  const SECRET = 'sk-ABCDEF1234567890ABCDEF';
  const holding = (key: unknown) =>
    JSON.stringify({ versions: [{ created: '2026-01-01T00:00:00.000Z', key }] });

  test.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', `{"versions": [{"key": "${SECRET}`],
    ['null', 'null'],
    ['no versions', '{"versions": []}'],
    ['something else for versions', `{"versions": "${SECRET}"}`],
    ['a version that is none', `{"versions": [null, "${SECRET}"]}`],
    ['a key that is no text', holding(5)],
    ['a key that is none', holding(SECRET)],
    ['a key of 31 bytes', holding(randomBytes(31).toString('base64'))],
  ])('that holds %s is refused, and not overwritten or quoted', async (_, text) => {
    const installation = newInstallation();
    await open(installation);
    for (const name of KEY_NAMES) {
      const path = join(installation.keys, `${name}.json`);
      const good = readFileSync(path, 'utf8');
      writeFileSync(path, text);
      const error = await refusal(open(installation));
      expect(error.code).toBe('state_unavailable');
      expect(error.message).toContain(`${path} holds no keys. Put it back from a backup`);
      expect(error.message).not.toContain(SECRET);
      expect(readFileSync(path, 'utf8')).toBe(text);
      writeFileSync(path, good);
    }
  });

  test('that is a folder is refused', async () => {
    const installation = newInstallation();
    mkdirSync(join(installation.keys, 'audit.json'), { recursive: true, mode: 0o700 });
    expect(await refusal(open(installation))).toMatchObject({
      code: 'state_unavailable',
      message: expect.stringContaining('audit.json cannot be read (EISDIR)'),
    });
  });
});

describe('keys of the configuration', () => {
  const SYMMETRIC = KEY_NAMES.filter((name) => name !== 'checkpoints');
  const HEX = randomBytes(32).toString('hex');

  test.each<[string, string]>([
    ['hex', HEX],
    ['base64', Buffer.from(HEX, 'hex').toString('base64')],
    ['base64url', Buffer.from(HEX, 'hex').toString('base64url')],
    ['hex with a line feed', `${HEX}\n`],
  ])('may be %s, from the environment, and are the same ones', async (_, key) => {
    const environment = { KEY: key };
    const installation = newInstallation();
    installation.configure('keys: {digests: secret://env/KEY, memory: "${KEY}"}\n');
    const { ports } = await open(installation, environment);
    installation.configure(`keys: {digests: "${HEX}"}\n`);
    const plain = await open(installation);
    expect(ports.keys?.key('digest')).toEqual(plain.ports.keys?.key('digest'));
  });

  test('are in no file, and their former ones are published too', async () => {
    const installation = newInstallation();
    const environment = { NEW: pem('ed25519'), OLD: pem('ed25519'), KEY: HEX };
    installation.configure(
      `keys:\n${SYMMETRIC.map((name) => `  ${name}: secret://env/KEY\n`).join('')}` +
        '  checkpoints: secret://env/NEW\n  previous: {checkpoints: [secret://env/OLD]}\n',
    );
    const { audit } = await open(installation, environment);
    expect(audit.publicKeys().keys).toHaveLength(2);
    expect(() => readdirSync(installation.keys)).toThrow('ENOENT');
  });

  test.each<[KeyName | 'previous.audit[0]', string]>([
    ...SYMMETRIC.flatMap((name): [KeyName, string][] => [
      [name, HEX.slice(0, 62)],
      [name, HEX.slice(0, 63)],
      [name, randomBytes(31).toString('base64')],
      [name, `${HEX}!`],
    ]),
    ['audit', pem('ed25519')],
    ['checkpoints', HEX],
    ['checkpoints', pem('ed448')],
    ['checkpoints', pem('ed25519').slice(0, 60)],
    ['previous.audit[0]', HEX.slice(2)],
  ])('%s that is none is refused by its name, and not quoted', async (name, key) => {
    const installation = newInstallation();
    installation.configure(
      name === 'previous.audit[0]'
        ? 'keys: {previous: {audit: [secret://env/KEY]}}\n'
        : `keys: {${name}: secret://env/KEY}\n`,
    );
    const error = await refusal(open(installation, { KEY: key }));
    expect(error.code).toBe('invalid_config');
    expect(error.message).toMatch(/^keys\.\S+ must be .*openssl/);
    expect(error.message).toContain(`keys.${name} must be`);
    expect(error.message).not.toContain(key);
  });

  test('a key of memory of another length than 32 bytes is refused when memory is opened', async () => {
    const installation = newInstallation();
    installation.configure(`keys: {memory: "${HEX}00"}\n`);
    await expect(installation.start()).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining('keys.memory'),
    });
  });
});
