import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { loadConfig } from '@safeai/config';

import { findStateFolder, openStorage } from '../src/index.ts';
import { asSomebodyElse, newInstallation, type Installation } from './installation.ts';

const digestOf = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 16);

/** Every source, the strongest first, and what it names. */
const ENVIRONMENT = {
  SAFEAI_STATE_DIR: '/srv/of-safeai',
  STATE_DIRECTORY: '/srv/of-systemd:/srv/second',
  XDG_STATE_HOME: '/srv/xdg',
  HOME: '/srv/home',
};

/** Where state would be, with the sources from that place on. */
async function found(installation: Installation, without: readonly string[], named?: string) {
  if (!without.includes('state.dir')) installation.configure('state: {dir: own/state}\n');
  const environment = Object.fromEntries(
    Object.entries(ENVIRONMENT).filter(([name]) => !without.includes(name)),
  );
  const loaded = await installation.load();
  return findStateFolder({ loaded, environment, ...(named === undefined ? {} : { named }) });
}

describe('state is kept', () => {
  test('where the command line says, relative to the working folder', async () => {
    expect(await found(newInstallation(), [], 'mine')).toBe(resolve('mine'));
  });

  test('else where SAFEAI_STATE_DIR says', async () => {
    expect(await found(newInstallation(), [])).toBe('/srv/of-safeai');
    expect(await found(newInstallation(), [], '')).toBe('/srv/of-safeai');
  });

  test('else where state.dir says, relative to the file', async () => {
    const installation = newInstallation();
    expect(await found(installation, ['SAFEAI_STATE_DIR'])).toBe(
      join(installation.folder, 'own', 'state'),
    );
  });

  test('else in the first folder that systemd made', async () => {
    const without = ['SAFEAI_STATE_DIR', 'state.dir'];
    expect(await found(newInstallation(), without)).toBe('/srv/of-systemd');
  });

  test('else beside the configuration', async () => {
    const installation = newInstallation();
    const without = ['SAFEAI_STATE_DIR', 'state.dir', 'STATE_DIRECTORY'];
    expect(await found(installation, without)).toBe(installation.state);
  });

  test('where no folder can be beside it, under the XDG state home', async () => {
    const installation = newInstallation();
    writeFileSync(installation.state, 'in the way', { mode: 0o600 });
    const without = ['SAFEAI_STATE_DIR', 'state.dir', 'STATE_DIRECTORY'];
    const digest = digestOf(join(installation.folder, 'safeai.yaml'));
    const ask = (more: readonly string[]) => found(installation, [...without, ...more]);
    expect(await ask([])).toBe(`/srv/xdg/safeai/${digest}`);
    expect(await ask(['XDG_STATE_HOME'])).toBe(`/srv/home/.local/state/safeai/${digest}`);
    expect(await ask(['XDG_STATE_HOME', 'HOME'])).toBe(
      join(homedir(), '.local', 'state', 'safeai', digest),
    );
  });

  test('without a configuration, under the XDG state home too, by the working folder', async () => {
    const { folder } = newInstallation();
    const cwd = join(folder, 'empty');
    mkdirSync(cwd);
    const loaded = await loadConfig({ environment: {}, cwd });
    const ask = (environment: Record<string, string>) => findStateFolder({ loaded, environment });
    expect(await ask({ XDG_STATE_HOME: '/srv/xdg' })).toBe(`/srv/xdg/safeai/${digestOf(cwd)}`);
    // A relative one does not count, by the specification.
    expect(await ask({ XDG_STATE_HOME: 'here', HOME: '/srv/home' })).toBe(
      `/srv/home/.local/state/safeai/${digestOf(cwd)}`,
    );
  });

  test('an empty variable says nothing', async () => {
    const installation = newInstallation();
    const environment = {
      SAFEAI_STATE_DIR: '',
      STATE_DIRECTORY: '',
      XDG_STATE_HOME: '',
      HOME: '',
    };
    const loaded = await installation.load();
    const named = '';
    expect(await findStateFolder({ loaded, environment, named })).toBe(installation.state);
  });

  test('asking makes nothing', async () => {
    const installation = newInstallation();
    await found(installation, ['SAFEAI_STATE_DIR', 'state.dir', 'STATE_DIRECTORY']);
    expect(() => statSync(installation.state)).toThrow('ENOENT');
  });
});

const open = async (installation: Installation) => {
  const loaded = await installation.load();
  return openStorage({ loaded, environment: {}, role: 'command' });
};

describe('the state folder', () => {
  test('is for this user alone, and out of any repository', async () => {
    const installation = newInstallation();
    installation.configure('state: {dir: deep/er/state}\n');
    const storage = await open(installation);
    await storage.close();
    const { folder = '' } = storage;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('keeps the .gitignore and the mode that it was given', async () => {
    const installation = newInstallation();
    mkdirSync(installation.state, { mode: 0o750 });
    writeFileSync(join(installation.state, '.gitignore'), 'mine\n');
    await (await open(installation)).close();
    expect(statSync(installation.state).mode & 0o777).toBe(0o750);
    expect(readFileSync(join(installation.state, '.gitignore'), 'utf8')).toBe('mine\n');
  });

  test('that is a file is refused, with its name and what to do', async () => {
    const installation = newInstallation();
    installation.configure('state: {dir: state}\n');
    writeFileSync(join(installation.folder, 'state'), '');
    await expect(open(installation)).rejects.toMatchObject({
      code: 'state_unavailable',
      message: expect.stringMatching(/\/state cannot be written \(EEXIST\).*--state-dir/),
    });
  });

  test('that is read-only is refused, and nothing is made', async () => {
    const installation = newInstallation();
    installation.configure('state: {dir: state}\n');
    const folder = join(installation.folder, 'state');
    chmodSync(installation.folder, 0o755);
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    const opening = asSomebodyElse(() => open(installation));
    await expect(opening).rejects.toMatchObject({
      code: 'state_unavailable',
      message: expect.stringContaining(`${folder} cannot be written (EACCES)`),
    });
    expect(() => statSync(join(folder, 'keys'))).toThrow('ENOENT');
  });
});

test('redis is refused by the name of the setting', async () => {
  const installation = newInstallation();
  installation.configure("state: {backend: redis, redis: {url: 'redis://127.0.0.1:6379/0'}}\n");
  await expect(open(installation)).rejects.toMatchObject({
    code: 'invalid_config',
    message: expect.stringMatching(/^state\.backend: /),
  });
});
