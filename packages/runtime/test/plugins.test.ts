import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '@safeai/config';
import { pluginWarnings, type LoadedPlugin, type Runtime } from '../src/index.ts';
import { PluginLoader } from '../src/plugins/plugin-loader.ts';
import { collectPlugins } from '../src/plugins/plugin-set.ts';
import { type Installation, newInstallation } from './installation.ts';

const EXAMPLE = fileURLToPath(
  new URL('../../../docs/examples/safeai-plugin-acme', import.meta.url),
);

/** A detector of codes such as `ACME-123456`, in the words of a module. */
function detector(word: string): string {
  return `{
    id: '${word.toLowerCase()}-code', type: 'code', tags: ['personal.code'], anchors: ['${word}-'],
    mode: 'sticky', pattern: '${word}-\\\\d{6}', maxLength: 20, source: 'https://acme.example',
    examples: { positive: ['${word}-123456'], negative: ['${word}-1'] } }`;
}

function plugin(name: string, word = name.toUpperCase()): string {
  return `{ name: '${name}', detectors: [${detector(word)}] }`;
}

function write(installation: Installation, path: string, text: string): string {
  const file = join(installation.folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o644 });
  return file;
}

/** Writes module files and a configuration that names them all. */
function installed(modules: Readonly<Record<string, string>>, more = ''): Installation {
  const installation = newInstallation();
  for (const [path, text] of Object.entries(modules)) write(installation, path, text);
  installation.configure(`plugins: { files: [${Object.keys(modules).join(', ')}] }\n${more}`);
  return installation;
}

async function load(
  installation: Installation,
  limitMs?: number,
): Promise<readonly LoadedPlugin[]> {
  return (await new PluginLoader(limitMs).load(await installation.load())).plugins;
}

async function found(runtime: Runtime, text: string): Promise<string[]> {
  const { detections } = await runtime.boundary.scanInput({ text, agentId: 'a' });
  return detections.map((detection) => detection.detector);
}

test('what a glob meets and is no module is refused by its name, and takes nothing along', async () => {
  const installation = installed({ 'plugins/good.mjs': `export default ${plugin('good')};` });
  symlinkSync('gone.mjs', join(installation.folder, 'plugins/link.mjs'));
  execFileSync('mkfifo', [join(installation.folder, 'plugins/pipe.mjs')]);
  installation.configure('plugins: { files: ["plugins/*.mjs"] }');
  expect(
    (await load(installation)).map(({ source, state, problems }) => [source, state, ...problems]),
  ).toEqual([
    ['plugins/good.mjs', 'loaded'],
    ['plugins/link.mjs', 'refused', 'there is no such file'],
    ['plugins/pipe.mjs', 'refused', 'is no file'],
  ]);
});

describe('what can be loaded', () => {
  test('modules and CommonJS, by default export and module.exports', async () => {
    const installation = installed({
      'a.mjs': `export default ${plugin('a1')};`,
      'b.cjs': `module.exports = ${plugin('b1')};`,
      'c.cjs': `exports.__esModule = true; exports.default = ${plugin('c1')};`,
      'deep/d.js': `export default ${plugin('d1')};`,
      'deep/package.json': '{"type":"module"}',
      'e.mjs': `import { word } from './deep/word.mjs';\nexport default { name: word };`,
      'deep/word.mjs': "export const word = await Promise.resolve('e1');",
    });
    installation.configure('plugins: { files: ["*.[m]js", "*.mjs", "*.cjs", "deep/*.js"] }');
    const plugins = await load(installation);
    expect(plugins.map(({ name, state, source }) => [name, state, source])).toEqual([
      [null, 'refused', '*.[m]js'],
      ['a1', 'loaded', 'a.mjs'],
      ['e1', 'loaded', 'e.mjs'],
      ['b1', 'loaded', 'b.cjs'],
      ['c1', 'loaded', 'c.cjs'],
      ['d1', 'loaded', 'deep/d.js'],
    ]);
  });

  test('detectors and templates are in force, and told with where they come from', async () => {
    const template = `{ name: 'acme', description: 'For Acme.', rules: [
      { name: 'acme-codes', boundary: 'output', dataTags: ['personal.code'], action: 'block' }] }`;
    const installation = installed({
      'acme.mjs': `export default { name: 'acme', version: '1.0.0', description: 'Codes.',
        detectors: [${detector('ACME')}], templates: [${template}] };`,
    });
    const runtime = await installation.start();
    expect(runtime.plugins()).toEqual([
      {
        name: 'acme',
        version: '1.0.0',
        description: 'Codes.',
        source: 'acme.mjs',
        state: 'loaded',
        problems: [],
        detectors: ['acme-code'],
        templates: ['acme'],
        frameworks: [],
      },
    ]);
    expect(await found(runtime, 'ACME-123456')).toEqual(['acme-code']);
    expect(runtime.templates().at(-1)).toMatchObject({ name: 'acme', origin: 'plugin:acme' });
    expect(runtime.templates()[0]).toMatchObject({ name: 'coding-agent', origin: 'shipped' });
  });

  test('packages are found from the folder upward, by what import would take', async () => {
    const installation = newInstallation();
    write(
      installation,
      'node_modules/@acme/safeai-plugin/package.json',
      JSON.stringify({
        name: '@acme/safeai-plugin',
        version: '1.0.0',
        exports: { import: './entry.mjs', require: './wrong.cjs' },
      }),
    );
    write(
      installation,
      'node_modules/@acme/safeai-plugin/entry.mjs',
      `export default ${plugin('@acme/safeai-plugin', 'ACME')};`,
    );
    write(
      installation,
      'sub/safeai.yaml',
      'plugins: { packages: ["@acme/safeai-plugin", absent] }',
    );
    const loaded = await loadConfig({ environment: {}, cwd: join(installation.folder, 'sub') });
    const { plugins, paths } = await new PluginLoader().load(loaded);
    expect(plugins).toMatchObject([
      { name: '@acme/safeai-plugin', source: '@acme/safeai-plugin', state: 'loaded' },
      { name: null, source: 'absent', state: 'refused' },
    ]);
    expect(plugins[1]?.problems).toEqual([
      expect.stringMatching(/^is not installed: npm install it/),
    ]);
    expect(paths).toEqual([join(installation.folder, 'node_modules/@acme/safeai-plugin')]);
  });

  test('the plugin of the documentation, as npm packs it', async () => {
    const installation = newInstallation();
    const packed = ['pack', '--silent', '--pack-destination', installation.folder];
    execFileSync('npm', packed, { cwd: EXAMPLE });
    const target = join(installation.folder, 'node_modules/safeai-plugin-acme');
    mkdirSync(target, { recursive: true });
    const tarball = join(installation.folder, 'safeai-plugin-acme-1.0.0.tgz');
    execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', target]);
    installation.configure('plugins: { packages: [safeai-plugin-acme] }');
    const runtime = await installation.start();
    expect(runtime.plugins()).toMatchObject([
      { name: 'safeai-plugin-acme', version: '1.0.0', state: 'loaded', problems: [] },
    ]);
    expect(await found(runtime, 'Give ACME-MU-104211 access.')).toEqual(['acme-badge']);
    const template = runtime.templates().find(({ name }) => name === 'acme-support');
    expect(template).toMatchObject({ origin: 'plugin:safeai-plugin-acme' });
  });

  test('a thousand detectors of one plugin', async () => {
    const installation = installed({
      'many.mjs': `export default { name: 'many', detectors: Array.from({ length: 1000 }, (_, i) => {
        const word = 'CODE' + i;
        return { id: 'code-' + i, type: 'code', tags: ['personal.code'], anchors: [word + '-'],
          mode: 'sticky', pattern: word + '-\\\\d{6}', maxLength: 20, source: 'here',
          examples: { positive: [word + '-123456'], negative: [] } };
      }) };`,
    });
    const runtime = await installation.start();
    expect(runtime.plugins()[0]?.detectors).toHaveLength(1000);
    expect(await found(runtime, 'CODE777-123456')).toEqual(['code-777']);
  });

  test('nothing is loaded where plugins are switched off, or that is not named', async () => {
    const installation = installed({ 'a.mjs': `export default ${plugin('a1')};` });
    installation.configure('plugins: { enabled: false, files: [a.mjs, absent.mjs] }');
    expect(await load(installation)).toEqual([]);
    installation.configure('');
    expect(await load(installation)).toEqual([]);
  });
});

describe('one broken plugin is refused by its name, and takes no other along', () => {
  const good = `export default ${plugin('good')};`;
  const SECRET = 'sk-ABCDEF1234567890ABCDEF';
  test.each<[what: string, module: string, problem: RegExp]>([
    ['that throws', `throw new Error('no network');`, /^its import throws Error: no network$/],
    [
      'that throws a secret',
      `throw new Error('key ${SECRET}');`,
      /Error: key \[SECRET_REDACTED\]$/,
    ],
    ['that throws nothing', 'throw undefined;', /^its import throws what is no error$/],
    [
      'that throws what throws',
      `throw { get message() { throw 1; } };`,
      /^its import throws what is no error$/,
    ],
    ['that is no JavaScript', 'export default {', /^its import throws SyntaxError: /],
    ['that is no UTF-8 of sense', '\u0000\u0001', /^its import throws SyntaxError/],
    ['that exports nothing', 'export const plugin = 1;', /^exports no plugin/],
    ['that exports no object', 'export default 7;', /^must be an object$/],
    ['that ends the process', 'process.exit(0);', /^its import ends the process/],
    [
      'that waits for what never comes',
      'await new Promise(() => {});',
      /waits for what never comes/,
    ],
    [
      'with a promise that never ends',
      'setInterval(() => {}, 1e6); await new Promise(() => {});',
      /^its import takes longer than 5 s$/,
    ],
    ['with a loop without end', 'for (;;);', /^its import takes longer than 5 s$/],
    [
      'that eats the memory',
      'const kept = []; for (;;) kept.push(new Array(1e5).fill(kept.length));',
      /^its import needs more than 256 MiB$|^its import takes longer/,
    ],
    [
      'with a getter that throws',
      `export default { name: 'bad', get detectors() { throw new Error('${SECRET}'); } };`,
      /^detectors: cannot be read/,
    ],
    [
      'with functions',
      `export default { name: 'bad', alertChannels: { send() {} } };`,
      /^alertChannels: must be data/,
    ],
    [
      'with a pattern that is no text',
      `export default { name: 'bad', detectors: [{ ...${detector('BAD')}, pattern: /x/ }] };`,
      /^detectors\[0\]\.pattern: must be a text/,
    ],
    [
      'with a slow pattern',
      `export default { name: 'bad', detectors: [{ ...${detector('BAD')}, pattern: '(?:a+)+$' }] };`,
      /^detectors\[0\]\.pattern: its pattern is not accepted/,
    ],
    [
      'with an example that fails',
      `export default { name: 'bad', detectors: [{ ...${detector('BAD')},
        examples: { positive: ['${SECRET}'], negative: [] } }] };`,
      /^detectors\[0\]\.examples\.positive\[0\]: the detector finds nothing in this example$/,
    ],
    [
      'with a rule that does not compile',
      `export default { name: 'bad', templates: [{ name: 'bad', description: 'Bad.', rules: [{}] }] };`,
      /^templates\[0\]\.rules\[0\]\.name: is missing$/,
    ],
    ['with the name of an earlier one', good, /^name: is the name of an earlier plugin/],
    [
      'with the detector of an earlier one',
      `export default ${plugin('bad', 'GOOD')};`,
      /^detectors\[0\]\.id: is the id of a detector/,
    ],
    [
      'with a field that nobody knows',
      `export default { name: 'bad', detektors: [] };`,
      /^detektors: .* Did you mean detectors\?$/,
    ],
    [
      'with markup for a name',
      `export default { name: '<script>alert(1)</script>' };`,
      /^name: must be a name as npm packages have it/,
    ],
    [
      'that imports what is not there',
      `import 'nowhere';`,
      /^its import throws Error: Cannot find package 'nowhere' imported from bad\.mjs$/,
    ],
  ])('one %s', async (_, module, problem) => {
    const installation = installed({
      'good.mjs': good,
      'bad.mjs': module,
      'last.cjs': `module.exports = ${plugin('last')};`,
    });
    const [first, bad, last] = await load(installation, 5000);
    expect([first?.state, last?.state]).toEqual(['loaded', 'loaded']);
    expect(bad).toMatchObject({ source: 'bad.mjs', state: 'refused', detectors: [] });
    expect(bad?.problems[0]).toMatch(problem);
    expect(JSON.stringify(bad)).not.toContain(SECRET);
    expect(JSON.stringify(bad)).not.toContain(installation.folder);
  });

  test.each<[what: string, name: string, problem: RegExp]>([
    ['no file', 'absent.mjs', /^there is no such file$/],
    ['nothing that matches', 'none/*.mjs', /^there is no such file$/],
    ['a folder', 'folder.mjs', /^is no file$/],
    ['no JavaScript', 'plugin.json', /^must be a \.js, \.mjs or \.cjs file$/],
    ['too large a file', 'large.mjs', /^is larger than 1048576 bytes$/],
    ['a link to what is no JavaScript', 'link.mjs', /^must be a \.js, \.mjs or \.cjs file$/],
    [
      'a file that the group may write',
      'group.mjs',
      /^can be written by other users: chmod go-w it$/,
    ],
    ['a file that all may write', 'all.mjs', /^can be written by other users/],
    ['a file in a folder that all may write', 'open/a.mjs', /^lies in a folder that all users can/],
  ])('%s', async (_, name, problem) => {
    const installation = installed({ 'good.mjs': good, 'group.mjs': good, 'all.mjs': good });
    mkdirSync(join(installation.folder, 'folder.mjs'));
    write(installation, 'plugin.json', '{}');
    write(installation, 'large.mjs', `/*${'x'.repeat(1_048_576)}*/`);
    chmodSync(dirname(write(installation, 'open/a.mjs', good)), 0o777);
    chmodSync(join(installation.folder, 'group.mjs'), 0o664);
    chmodSync(join(installation.folder, 'all.mjs'), 0o646);
    symlinkSync('plugin.json', join(installation.folder, 'link.mjs'));
    installation.configure(`plugins: { files: [good.mjs, "${name}"] }`);
    const [first, bad] = await load(installation);
    expect(first?.state).toBe('loaded');
    expect(bad).toMatchObject({ name: null, source: name, state: 'refused' });
    expect(bad?.problems[0]).toMatch(problem);
  });

  // Only root can give a file away.
  (process.getuid?.() === 0 ? test : test.skip)('a file of another user', async () => {
    const installation = installed({ 'a.mjs': good });
    chownSync(join(installation.folder, 'a.mjs'), 4321, 4321);
    const [plugin_] = await load(installation);
    expect(plugin_?.problems).toEqual(['belongs to another user: own it, or copy it']);
  });

  test('a core module and a package of files are no plugins', async () => {
    const installation = newInstallation();
    write(installation, 'node_modules/broken/package.json', '{"name":"broken","exports":{}}');
    installation.configure('plugins: { packages: [fs, broken] }');
    expect((await load(installation)).map(({ problems: [problem] }) => problem)).toEqual([
      'is no installed package',
      expect.stringMatching(/^has no entry that can be imported/),
    ]);
  });

  test('the ids of the configuration are taken, and those of disabled detectors are free', async () => {
    const own = `detection: { disable: [email], rules: [{ id: acme-code, type: code, tags: [personal],
      anchors: [ACME-], pattern: 'ACME-[0-9]', max_length: 6, examples: { positive: [ACME-1] } }] }`;
    const installation = installed(
      {
        'a.mjs': `export default ${plugin('a1', 'ACME')};`,
        'b.mjs': `export default { name: 'b', detectors: [{ ...${detector('MAIL')}, id: 'email' }] };`,
      },
      own,
    );
    const runtime = await installation.start();
    expect(runtime.plugins().map(({ state }) => state)).toEqual(['refused', 'loaded']);
    expect(await found(runtime, 'MAIL-123456 ACME-1')).toEqual(['email', 'acme-code']);
  });

  test('more than a hundred are too many', async () => {
    const sources = Array.from({ length: 102 }, (_, index) => {
      return { name: `p${index}.mjs`, kind: 'file', target: `/p${index}.mjs` } as const;
    });
    const imported = sources.slice(0, 100).map(({ name }) => ({ exported: { name } }));
    const { plugins } = collectPlugins(sources, imported, await newInstallation().load());
    expect(plugins.filter(({ state }) => state === 'refused')).toMatchObject([
      { source: 'p100.mjs', problems: ['there are more than 100 plugins'] },
      { source: 'p101.mjs' },
    ]);
  });
});

describe('a reload', () => {
  test('adds, changes and removes plugins, and runs again only what has changed', async () => {
    const installation = newInstallation();
    const runs = join(installation.folder, 'runs');
    const counted = (name: string, word: string): string =>
      `import { appendFileSync } from 'node:fs';
       appendFileSync(${JSON.stringify(runs)}, '${name} ');
       export default ${plugin(name, word)};`;
    write(installation, 'a.mjs', counted('a1', 'AAAA'));
    write(installation, 'b.mjs', counted('b1', 'BBBB'));
    installation.configure('plugins: { files: [a.mjs, b.mjs] }');
    const runtime = await installation.start();
    write(installation, 'b.mjs', counted('b2', 'BBBX'));
    write(installation, 'c.mjs', 'nonsense(');
    installation.configure('plugins: { files: [a.mjs, b.mjs, c.mjs] }');
    const { warnings } = await runtime.reload();
    expect(warnings.filter((warning) => warning.includes('plugin'))).toEqual([
      expect.stringMatching(/^plugin c\.mjs is refused: its import throws SyntaxError: /),
    ]);
    expect(await found(runtime, 'AAAA-123456 BBBB-123456 BBBX-123456')).toEqual([
      'aaaa-code',
      'bbbx-code',
    ]);
    installation.configure('plugins: { files: [b.mjs] }');
    await runtime.reload();
    expect(await found(runtime, 'AAAA-123456 BBBX-123456')).toEqual(['bbbx-code']);
    expect(runtime.plugins().map(({ name }) => name)).toEqual(['b2']);
    expect(readFileSync(runs, 'utf8').trim().split(' ').sort()).toEqual(['a1', 'b1', 'b2']);
  });

  test('a plugin that breaks is out of force, and told', async () => {
    const installation = installed({ 'a.mjs': `export default ${plugin('a1', 'AAAA')};` });
    const runtime = await installation.start();
    expect(pluginWarnings(runtime.plugins())).toEqual([]);
    rmSync(join(installation.folder, 'a.mjs'));
    const { warnings } = await runtime.reload();
    expect(warnings).toContain(
      'plugin a.mjs is refused: there is no such file; mend it, or take it out of plugins',
    );
    expect(await found(runtime, 'AAAA-123456')).toEqual([]);
  });
});

test('the files of plugins are never scanned for anybody', async () => {
  const installation = newInstallation();
  write(installation, 'a.mjs', `export default ${plugin('a1')};`);
  write(installation, 'off.mjs', '');
  write(installation, 'node_modules/b/package.json', '{"name":"b","exports":"./lib/b.mjs"}');
  write(installation, 'node_modules/b/lib/b.mjs', `export default ${plugin('b1')};`);
  write(installation, 'readme.txt', 'hello');
  installation.configure('plugins: { files: [a.mjs], packages: [b] }');
  const runtime = await installation.start();
  expect(runtime.plugins().map(({ state }) => state)).toEqual(['loaded', 'loaded']);
  for (const path of ['a.mjs', 'node_modules/b/lib/b.mjs', 'node_modules/b/package.json']) {
    await expect(runtime.scanFile({ path })).rejects.toMatchObject({ code: 'path_not_allowed' });
  }
  expect(await runtime.scanFile({ path: 'readme.txt' })).toMatchObject({ mode: 'text' });
});
