import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonText, yamlText } from '../../test/setup-texts.ts';
import { applyPlan } from './apply.ts';
import { CLAUDE_CODE } from './frameworks/coding-agents.ts';
import { langchain } from './frameworks/python.ts';
import { makePlan, type PlanRequest } from './plan.ts';

let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'safeai-plan-')));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function requestOf(project: string, isRemoval = false): PlanRequest {
  return {
    frameworks: [
      { setup: langchain(), agentId: 'writer' },
      { setup: CLAUDE_CODE, agentId: 'claude-code-agent' },
    ],
    project,
    config: join(project, 'safeai.yaml'),
    gatewayUrl: 'http://127.0.0.1:8910',
    languages: ['python'],
    isRemoval,
    isForced: false,
    without: new Set(),
  };
}

const line = fc.constantFrom('', 'node_modules', '# c', '.env', '  x');

test('a plan that was carried out twice is one, and taken back it leaves every byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ 'safeai.yaml': yamlText, '.claude/settings.json': jsonText }),
      fc.array(line).map((lines) => ['# ours', ...lines].join('\n')),
      fc.boolean(),
      fc.boolean(),
      async (texts, ignored, isWindows, hasMark) => {
        const project = join(folder, String(count++));
        await mkdir(join(project, '.claude'), { recursive: true });
        const files: [string, Buffer][] = Object.entries({ ...texts, '.gitignore': ignored }).map(
          ([path, text]) => {
            const plain = text.replaceAll('\r', '');
            const lines = isWindows ? plain.replaceAll('\n', '\r\n') : plain;
            return [path, Buffer.from(hasMark ? `\uFEFF${lines}` : lines)];
          },
        );
        for (const [path, bytes] of files) {
          await writeFile(join(project, path), bytes);
          await chmod(join(project, path), 0o640);
        }
        const due = async (isRemoval = false) =>
          (await makePlan(requestOf(project, isRemoval))).filter(
            ({ action }) => action !== 'unchanged',
          );
        await applyPlan(await due());
        expect(await due()).toEqual([]);
        for (const [path, bytes] of files) {
          const now = await readFile(join(project, path));
          const kept = new Set(
            now
              .toString()
              .split(/\r?\n/)
              .map((each) => each.replaceAll(',', '')),
          );
          // JSON in one line is added to in that line; elsewhere each line is there as it was.
          const lines = bytes.toString().split(/\r?\n/);
          if (path !== '.claude/settings.json' || /^\uFEFF?\{$/.test(lines[0] ?? '')) {
            for (const each of lines) expect(kept).toContain(each.replaceAll(',', ''));
          }
          expect((await stat(join(project, path))).mode & 0o777).toBe(0o640);
        }
        await applyPlan(await due(true));
        for (const [path, bytes] of files) {
          expect(await readFile(join(project, path))).toEqual(bytes);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('a file that changed since the plan was made is not written over', async () => {
  const project = join(folder, 'changed');
  await mkdir(project);
  await writeFile(join(project, '.gitignore'), 'a\n');
  const items = await makePlan(requestOf(project));
  await writeFile(join(project, '.gitignore'), 'b\n');
  await expect(applyPlan(items)).rejects.toThrow('.gitignore has changed in the meantime');
  expect(await readFile(join(project, '.gitignore'), 'utf8')).toBe('b\n');
});
