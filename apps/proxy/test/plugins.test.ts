import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadConfig } from '@safeai/config';
import { createRuntime } from '@safeai/runtime';
import { startServer, type TestServer } from './support/server.ts';

const ACME = `export default {
  name: 'safeai-plugin-acme',
  version: '1.0.0',
  templates: [{ name: 'acme', description: 'For Acme.', rules: [
    { name: 'acme-mail', boundary: 'output', dataTags: ['personal.pii.email'], action: 'block' }] }],
};`;
const BROKEN = `export default { name: 'broken', detektors: [] };`;

let folder: string;
let server: TestServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'safeai-proxy-plugins-'));
  writeFileSync(join(folder, 'acme.mjs'), ACME);
  writeFileSync(join(folder, 'broken.mjs'), BROKEN);
  writeFileSync(join(folder, 'safeai.yaml'), 'plugins: { files: [acme.mjs, broken.mjs] }');
  const load = () => loadConfig({ environment: {}, cwd: folder });
  server = await startServer(await createRuntime({ load }));
});

afterEach(async () => {
  await server.server.close();
  rmSync(folder, { recursive: true });
});

test('plugins are listed with what became of them, without paths of the machine', async () => {
  const answer = await server.send('/v1/plugins');
  const { status, text } = answer;
  expect(status).toBe(200);
  expect(answer.json()).toEqual({
    plugins: [
      {
        name: 'safeai-plugin-acme',
        version: '1.0.0',
        description: null,
        source: 'acme.mjs',
        state: 'loaded',
        problems: [],
        detectors: [],
        templates: ['acme'],
        frameworks: [],
      },
      {
        name: 'broken',
        version: null,
        description: null,
        source: 'broken.mjs',
        state: 'refused',
        problems: [
          'detektors: is a field that this version does not know. Did you mean detectors?',
        ],
        detectors: [],
        templates: [],
        frameworks: [],
      },
    ],
  });
  expect(text).not.toContain(folder);
});

test('templates of plugins stand after the shipped ones, with their origin', async () => {
  const { templates } = (await server.send('/v1/policies/templates')).json() as {
    templates: { name: string; origin: string; rules: { name: string }[] }[];
  };
  expect(templates.map(({ name, origin }) => [name, origin]).slice(-2)).toEqual([
    ['support', 'shipped'],
    ['acme', 'plugin:safeai-plugin-acme'],
  ]);
  expect(templates.at(-1)?.rules).toMatchObject([{ name: 'acme-mail', action: 'block' }]);
});

test('a reload tells which plugin is refused', async () => {
  const { warnings } = (await server.send('/v1/policies/reload', { method: 'POST' })).json() as {
    warnings: string[];
  };
  expect(warnings).toContain(
    'plugin broken.mjs is refused: detektors: is a field that this version does not know. ' +
      'Did you mean detectors?; mend it, or take it out of plugins',
  );
});
