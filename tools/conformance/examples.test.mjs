import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { examplesOf } from './markdown.mjs';
import { differences } from './matches.mjs';
import { SAFEAI, startSafeAI } from './server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file))
    .sort(),
  ...['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((project) => join(group, project, 'README.md')),
  ),
]
  .map((page) => ({ page, examples: examplesOf(readFileSync(join(root, page), 'utf8')) }))
  .filter(({ examples }) => examples.length > 0);

describe.each(pages)('the examples of $page', ({ examples }) => {
  let safeai;
  let modules;

  beforeAll(async () => {
    const files = { 'data.json': '{"contact": {"token": "sk-ABCDEF1234567890ABCDEF"}}' };
    safeai = await startSafeAI({ files });
    // Inside the workspace, so that an import of a package finds it.
    modules = await mkdtemp(join(root, 'tools/conformance/tmp-'));
  });

  afterAll(async () => {
    await safeai?.stop();
    await rm(modules, { recursive: true, force: true });
  });

  const here = (code) => code.replaceAll('127.0.0.1:8910', `127.0.0.1:${safeai.port}`);

  const runners = {
    sh: (code) => {
      const script = here(code).replaceAll('npx safeai', `"${process.execPath}" "${SAFEAI}"`);
      return run('sh', ['-e', '-c', script], { cwd: safeai.folder });
    },
    js: async (code) => {
      const file = join(modules, 'example.mjs');
      await writeFile(file, here(code));
      return run(process.execPath, [file]);
    },
    yaml: async (code) => {
      const file = join(modules, 'safeai.yaml');
      await writeFile(file, code);
      return run(process.execPath, [SAFEAI, 'validate', '--config', file]);
    },
  };

  test.each(examples.map((example) => [example.line, example]))(
    'line %d',
    async (_, { language, code, answer }) => {
      const { stdout } = await runners[language](code);
      if (answer?.language === 'json') {
        expect(differences(JSON.parse(answer.code), JSON.parse(stdout))).toEqual([]);
      } else if (answer !== undefined) {
        expect(stdout.trim()).toBe(answer.code.trim());
      }
    },
  );
});

test('every link between pages leads somewhere', async () => {
  const broken = [];
  const files = globMarkdown();
  for (const file of files) {
    const text = withoutCode(await readFile(join(root, file), 'utf8'));
    for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)) {
      const found = await readFile(join(root, file, '..', target)).then(
        () => true,
        (error) => error.code === 'EISDIR',
      );
      if (!found) broken.push(`${file}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

/** In code, brackets and parentheses make no link. */
function withoutCode(markdown) {
  return markdown.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '');
}

function globMarkdown() {
  const own = (folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(
        (file) => file.endsWith('.md') && !file.includes('node_modules') && !file.includes('dist/'),
      )
      .map((file) => join(folder, file));
  const top = readdirSync(root).filter((file) => file.endsWith('.md'));
  return [...top, ...own('docs'), ...own('packages'), ...own('apps')];
}
