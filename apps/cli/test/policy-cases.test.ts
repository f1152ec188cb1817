import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

const CONFIG = `policies:
  - { name: no-mail, boundary: input, data_tags: [pii], action: block }
  - { name: no-payments, boundary: action, tools: [pay], action: block, when: { parameters.amount: { gt: 100 } } }
`;
const CASES = `cases:
  - name: an address
    boundary: input
    text: Write to alice@example.com
    expect: { action: block, policy_name: no-mail }
  - name: a small payment
    boundary: action
    tool_name: pay
    parameters: { amount: 5 }
    expect: { action: allow }
`;

describe('policy test', () => {
  test('passes where all is decided as expected, and tells which rules no case is about', async () => {
    const cwd = await folderWith({ 'safeai.yaml': CONFIG, 'cases.yaml': CASES });
    const { code, stdout, stderr } = await runCli(['policy', 'test', 'cases.yaml'], { cwd });
    expect(stdout).toBe('');
    expect(stderr).toBe(
      '2 of 2 cases passed; 1 of 2 rules of the file decide one\nno case for: no-payments\n',
    );
    expect(code).toBe(0);
  });

  test('fails with the place of the case', async () => {
    const wrong = CASES.replace('action: block', 'action: redact');
    const cwd = await folderWith({ 'safeai.yaml': CONFIG, 'cases.yaml': wrong });
    const ran = await runCli(['policy', 'test', 'cases.yaml'], { cwd });
    expect(ran.stdout).toBe(
      'cases.yaml:2:5: an address: expected redact by no-mail, decided block by no-mail\n',
    );
    expect(ran.code).toBe(1);
    const asJson = await runCli(['policy', 'test', 'cases.yaml', '--json'], { cwd });
    expect(json(asJson)).toMatchObject({
      ok: false,
      cases: [{ passed: false, decided: { action: 'block' } }, { passed: true }],
      coverage: { rules: 2, percent: 50, untested: ['no-payments'] },
    });
  });

  test('fails where too few rules decide a case', async () => {
    const cwd = await folderWith({ 'safeai.yaml': CONFIG, 'cases.yaml': CASES });
    const args = ['policy', 'test', 'cases.yaml', '--min-coverage', '80'];
    const { code, stdout } = await runCli(args, { cwd });
    expect(stdout).toBe('coverage 50 % is under 80 %\n');
    expect(code).toBe(1);
  });

  test.each([
    ['no list', 'a: 1\n', /cases.yaml:1:1: there is no list/],
    ['no YAML', 'cases: [', /cases.yaml:1:9: /],
    ['a twin', 'cases:\n  - { name: x, name: y }\n', /cases.yaml:2:16: Map keys must be unique/],
    ['no expectation', 'cases:\n  - { name: x, boundary: input }\n', /2:5: x: expect: is missing/],
    [
      'an unknown action',
      'cases:\n  - { boundary: input, expect: { action: deny } }\n',
      /case 1: expect: action/,
    ],
    [
      'an unknown field',
      'cases:\n  - { boundary: input, txt: a, expect: { action: allow } }\n',
      /2:5: case 1: .*txt/,
    ],
    [
      'a draft',
      'cases:\n  - { boundary: input, draft: "policies: []", expect: { action: allow } }\n',
      /2:5: case 1: draft: is not for a case/,
    ],
  ])('%s is told with its place', async (_, cases, told) => {
    const cwd = await folderWith({ 'safeai.yaml': CONFIG, 'cases.yaml': cases });
    const { code, stderr } = await runCli(['policy', 'test', 'cases.yaml'], { cwd });
    expect(stderr).toMatch(told);
    expect(code).toBe(2);
  });
});

describe('policy replay', () => {
  test.each(['in this process', 'the live server'])(
    'tells what a draft would have changed in what is on record, %s',
    async (place) => {
      const installation = await Installation.make();
      await writeFile(join(installation.cwd, 'draft.yaml'), CONFIG);
      const { runtime, close } = await installation.serve();
      await runtime.boundary.scanInput({ text: 'Write to alice@example.com', agentId: 'bot' });
      await runtime.boundary.scanInput({ text: 'hello' });
      if (place === 'in this process') await close();
      const replay = ['policy', 'replay', 'draft.yaml'];
      const { code, stdout, stderr } = await installation.safeai(replay);
      expect(stdout).toMatch(
        /^1 of 2 decisions would be others\n {2}1 {2}allow \(default-allow\) {2}→ {2}block \(no-mail\)\n\S+ .*scan\.allowed {2}bot {2}allow → block\n$/,
      );
      expect(stderr).toContain('rules that ask for what no record holds: no-payments');
      expect(code).toBe(0);
      const asJson = await installation.safeai(['policy', 'simulate', 'draft.yaml', '--json']);
      expect(json(asJson)).toMatchObject({ records: 2, changed: 1, complete: true });
    },
  );

  test.each([
    ['a draft that is none', ['draft.yaml'], /draft:1:\d+: /],
    ['a file that is not there', ['none.yaml'], /none\.yaml/],
    ['no number', ['draft.yaml', '--limit', 'all'], /--limit/],
  ])('%s is told', async (_, args, told) => {
    const cwd = await folderWith({ 'safeai.yaml': '{}\n', 'draft.yaml': 'policies: 1\n' });
    const { code, stderr } = await runCli(['policy', 'replay', ...args], { cwd });
    expect(stderr).toMatch(told);
    expect(code).toBe(2);
  });
});
