import { afterEach, expect, test } from '@jest/globals';
import { folderWith, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

const ACME = `export default {
  name: 'safeai-plugin-acme', version: '1.2.3', description: 'Codes of Acme.',
  detectors: [{ id: 'acme-code', type: 'code', tags: ['personal.code'], anchors: ['ACME-'], mode: 'sticky',
    pattern: 'ACME-\\\\d{6}', maxLength: 11, source: 'https://acme.example',
    examples: { positive: ['ACME-123456'], negative: [] } }],
  templates: [{ name: 'acme', description: 'For Acme.', rules: [
    { name: 'acme-codes', boundary: 'input', dataTags: ['personal.code'], action: 'block' }] }],
};`;
const BROKEN = `console.log('noise'); throw new Error('\\u001b[31m no network');`;
const BOTH = 'plugins: { files: [acme.mjs, broken.mjs] }\n';

test('plugins are listed, and what is wrong with the refused ones', async () => {
  const cwd = await folderWith({ 'safeai.yaml': BOTH, 'acme.mjs': ACME, 'broken.mjs': BROKEN });
  const { code, stdout } = await runCli(['plugins', 'list'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toBe(
    'loaded   safeai-plugin-acme 1.2.3  acme.mjs    1 detector, 1 template\n' +
      'refused                            broken.mjs\n' +
      '  its import throws Error: [31m no network\n',
  );
  const asJson = await runCli(['plugins', 'list', '--json'], { cwd });
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    schema_version: 1,
    plugins: [{ state: 'loaded' }, { state: 'refused', source: 'broken.mjs' }],
  });
  const none = await folderWith({ 'safeai.yaml': '' });
  expect(await runCli(['plugins', 'list'], { cwd: none })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'the configuration names no plugin\n',
  });
});

test('a refused plugin makes a configuration invalid, and the others stay in force', async () => {
  const cwd = await folderWith({ 'safeai.yaml': BOTH, 'acme.mjs': ACME, 'broken.mjs': BROKEN });
  const { code, stdout, stderr } = await runCli(['validate'], { cwd });
  expect([code, stdout, stderr]).toEqual([
    2,
    'safeai.yaml:1:10: plugins: broken.mjs: its import throws Error: [31m no network\n',
    'invalid: 1 problem\n',
  ]);
  const guarded = await runCli(['guard', 'code ACME-123456'], { cwd });
  expect(guarded.stdout).toBe('code [CODE_REDACTED]\n');
  const doctor = await runCli(['doctor', '--json'], { cwd });
  const { checks } = JSON.parse(doctor.stdout) as { checks: { name: string; status: string }[] };
  expect(checks.find(({ name }) => name === 'plugins')).toMatchObject({
    status: 'fail',
    detail: expect.stringMatching(/^plugin broken\.mjs is refused: /),
  });
});

const REFUSED =
  'plugin broken.mjs is refused: its import throws Error: [31m no network; ' +
  'mend it, or take it out of plugins\n';

test.each([
  [['scan', 'hello']],
  [['guard', 'hello', '--json']],
  [['policy', 'explain', '--boundary', 'input', '--text', 'hello']],
  [['policy', 'lint']],
  [['templates', 'list']],
  [['approvals', 'list']],
])('%j tells once which plugin is refused', async (argv) => {
  const cwd = await folderWith({ 'safeai.yaml': BOTH, 'acme.mjs': ACME, 'broken.mjs': BROKEN });
  const { stdout, stderr } = await runCli(argv, { cwd });
  expect(stderr.split(REFUSED)).toHaveLength(2);
  expect(stdout).not.toContain('refused');
});

test.each([[['validate']], [['doctor']], [['plugins', 'list']]])(
  '%j tells it as what was asked for',
  async (argv) => {
    const cwd = await folderWith({ 'safeai.yaml': BOTH, 'broken.mjs': BROKEN });
    const { stdout, stderr } = await runCli(argv, { cwd });
    expect(stdout).toContain('no network');
    expect(stderr).not.toContain('refused');
  },
);

test('good plugins are valid, and told by the doctor', async () => {
  const cwd = await folderWith({
    'safeai.yaml': 'plugins: { files: [acme.mjs] }',
    'acme.mjs': ACME,
  });
  expect((await runCli(['validate'], { cwd })).code).toBe(0);
  expect((await runCli(['doctor'], { cwd })).stdout).toMatch(/plugins +safeai-plugin-acme/);
});

test('templates of plugins are listed and shown with their origin', async () => {
  const cwd = await folderWith({ 'safeai.yaml': BOTH, 'acme.mjs': ACME, 'broken.mjs': BROKEN });
  const list = await runCli(['templates', 'list'], { cwd });
  expect(list.stdout.trimEnd().split('\n').at(-1)).toMatch(
    /^acme +1 rules +plugin:safeai-plugin-acme +For Acme\.$/,
  );
  const shown = await runCli(['templates', 'show', 'acme', '--json'], { cwd });
  expect(JSON.parse(shown.stdout)).toMatchObject({
    name: 'acme',
    origin: 'plugin:safeai-plugin-acme',
    policies: [{ name: 'acme-codes', action: 'block' }],
  });
  const config = `${BOTH}${(await runCli(['templates', 'show', 'acme'], { cwd })).stdout}`;
  const applied = await folderWith({ 'safeai.yaml': config, 'acme.mjs': ACME, 'broken.mjs': '' });
  expect((await runCli(['scan', 'ACME-123456'], { cwd: applied })).code).toBe(1);
});
