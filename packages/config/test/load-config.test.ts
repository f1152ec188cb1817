import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError, SafeAIConfig, loadConfig, parseConfig } from '../src/index.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-config-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), content);
}

const load = (options: object = {}) => loadConfig({ cwd: folder, environment: {}, ...options });

describe('without a file', () => {
  test('the defaults hold, and the folder is the place for relative paths', async () => {
    const loaded = await load();
    expect(loaded).toMatchObject({ source: 'defaults', folder, files: [], warnings: [] });
    expect(loaded.file).toBeUndefined();
    expect(loaded.config.audit).toEqual(new SafeAIConfig().audit);
    expect(loaded.config.scan.roots).toEqual([folder]);
  });

  test('a file that was asked for must be there', async () => {
    await expect(load({ file: 'conf/other.yaml' })).rejects.toThrow(
      new ConfigError('conf/other.yaml:1:1: there is no such file', []),
    );
  });

  test('an environment without any file is no error; an overlay alone counts', async () => {
    expect(await load({ env: 'prod' })).toMatchObject({ source: 'defaults' });
    await write('safeai.prod.yaml', 'server: { port: 1 }');
    const loaded = await load({ env: 'prod' });
    expect(loaded).toMatchObject({ source: 'files', env: 'prod' });
    expect(loaded.config.server.port).toBe(1);
  });
});

describe('with a file', () => {
  test('the option goes before SAFEAI_ENV, and names the overlay beside the file', async () => {
    await write('conf/guard.yml', 'server: { port: 1, host: 0.0.0.0 }');
    await write('conf/guard.dev.yml', 'server: { port: 2 }');
    const environment = { SAFEAI_ENV: 'prod' };
    const loaded = await load({ file: 'conf/guard.yml', env: 'dev', environment });
    expect(loaded.config.server).toMatchObject({ port: 2, host: '0.0.0.0' });
    expect(loaded.file).toBe(join(folder, 'conf/guard.yml'));
    expect(loaded.folder).toBe(join(folder, 'conf'));
  });

  test('the revision follows the contents of all files, not their times', async () => {
    await write('safeai.yaml', 'policy_files: [rules.yaml]');
    await write('rules.yaml', '[]');
    const first = await load();
    await write('rules.yaml', '[]');
    expect((await load()).revision).toBe(first.revision);
    await write('rules.yaml', '- { name: a, boundary: input, action: block }');
    expect((await load()).revision).not.toBe(first.revision);
  });

  test('relative paths start from the folder of the file that names them', async () => {
    await write('conf/safeai.yaml', 'audit: { path: logs }\nstate: { dir: ../state }');
    const { config } = await load({ file: 'conf/safeai.yaml' });
    expect(config.audit.path).toBe(join(folder, 'conf/logs'));
    expect(config.state.dir).toBe(join(folder, 'state'));
  });

  test('a pattern that matches nothing is a warning', async () => {
    await write('safeai.yaml', 'policy_files:\n  - policies/*.yaml\n');
    const { warnings, folders } = await load();
    expect(warnings).toEqual(['safeai.yaml:2:5: policy_files[0]: no file matches']);
    expect(folders).toContain(join(folder, 'policies'));
  });

  test('alerts are no warning: they are sent', async () => {
    const channel = '{ type: email, to: [a@example.com], smtp_host: mail.example.com }';
    await write('safeai.yaml', `alerts:\n  channels:\n    - ${channel}\n  rules: []\n`);
    expect((await load()).warnings).toEqual([]);
  });

  test('an id to leave out that no detector has is a warning', async () => {
    await write('safeai.yaml', 'detection: { disable: [emial, email] }');
    expect((await load()).warnings).toEqual([
      'safeai.yaml:1:24: detection.disable[0]: no built-in detector has this id; did you mean "email"?',
    ]);
  });

  test('a detector of which no example shows that it finds anything is a warning', async () => {
    const rule = (id: string, examples: string) =>
      `{ id: ${id}, type: badge, tags: [badge], anchors: [EMP-], pattern: 'EMP-\\d{6}', max_length: 10${examples} }`;
    const proven = rule('proven', ', examples: { positive: [EMP-123456] }');
    await write(
      'safeai.yaml',
      `detection:\n  rules:\n    - ${rule('bare', '')}\n    - ${proven}\n`,
    );
    expect((await load()).warnings).toEqual([
      'safeai.yaml:3:7: detection.rules[0]: no example shows that the detector finds anything; add one to examples.positive',
    ]);
  });

  test.each([
    [
      'larger than a mebibyte',
      `#${'x'.repeat(1_048_576)}`,
      'the file is larger than 1048576 bytes',
    ],
    ['not UTF-8', new Uint8Array([0x61, 0x3a, 0x20, 0xff]), 'the file is not UTF-8 text'],
    ['binary', 'a: \0', 'safeai.yaml:1:4: null byte is not allowed in input'],
  ])('%s', async (_, content, message) => {
    await write('safeai.yaml', content);
    await expect(load()).rejects.toThrow(message);
  });

  test('a folder in its place', async () => {
    await mkdir(join(folder, 'safeai.yaml'));
    await expect(load()).rejects.toThrow('safeai.yaml:1:1: the file cannot be read (EISDIR)');
  });

  test('nesting without end', async () => {
    await write('safeai.yaml', `x-a: ${'['.repeat(500)}`);
    await expect(load()).rejects.toThrow('nesting exceeded maxDepth (64)');
  });

  test('many keys are read in reasonable time', async () => {
    const entries = Array.from({ length: 40_000 }, (_, index) => `  tenant-${index}: {}`);
    await write('safeai.yaml', `tenants:\n${entries.join('\n')}\n`);
    const { config } = await load();
    expect(Object.keys(config.tenants)).toHaveLength(40_000);
  });

  test('an error lists a hundred problems and counts the rest', async () => {
    const entries = Array.from({ length: 20_000 }, (_, index) => `  - { name: n${index} }`);
    await write('safeai.yaml', `policies:\n${entries.join('\n')}\n`);
    const error = await load().catch((caught: unknown) => caught);
    if (!(error instanceof ConfigError)) throw new Error('It was loaded.', { cause: error });
    expect(error.details).toHaveLength(100);
    expect(error.message.split('\n').at(-1)).toBe('and at least 9900 more problems');
  });

  test("keys of the user's own cannot reach a prototype", async () => {
    await write('safeai.yaml', 'tenants: { constructor: {}, toString: {}, hasOwnProperty: {} }');
    const { config } = await load();
    expect(Object.keys(config.tenants)).toEqual(['constructor', 'toString', 'hasOwnProperty']);
    expect(Object.getPrototypeOf(config.tenants)).toBeNull();
  });
});

describe('from a text', () => {
  test('messages begin with the given name', () => {
    expect(() => parseConfig('audit: 1', { fileName: 'conf/guard.yaml' })).toThrow(
      'conf/guard.yaml:1:8: audit: must be a map of settings',
    );
  });

  test('files that it names are not read, with a warning', () => {
    const { config, warnings } = parseConfig('policy_files: [a.yaml]\n');
    expect(config.policyFiles).toEqual([]);
    expect(warnings).toEqual(['safeai.yaml:1:15: policy_files: these files were not read']);
  });

  test('variables come from the options alone', () => {
    expect(() => parseConfig('server: { host: "${PATH}" }')).toThrow('PATH is not set');
    const environment = { PATH: 'example.com' };
    const { config } = parseConfig('server: { host: "${PATH}" }', { environment });
    expect(config.server.host).toBe('example.com');
  });
});
