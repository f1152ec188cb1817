import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../json.ts';
import { findTampering, namesGuardFile } from './find-tampering.ts';

const WRITES: readonly (readonly [tool: string, parameters: JsonObject, path: string])[] = [
  ['write_file', { path: 'safeai.yaml', content: 'x' }, '$.path'],
  ['Write', { file_path: '/srv/app/safeai.prod.yaml', content: '' }, '$.file_path'],
  ['Edit', { file_path: '.claude/settings.json', old_string: 'a', new_string: 'b' }, '$.file_path'],
  ['MultiEdit', { file_path: '.claude/settings.local.json', edits: [] }, '$.file_path'],
  ['mcp__fs__write_file', { path: './.safeai/keys/audit.key' }, '$.path'],
  ['filesystem.edit_file', { path: '../x/.safeai/state' }, '$.path'],
  ['create_file', { filePath: 'C:\\work\\safeai.yaml' }, '$.filePath'],
  ['str_replace_editor', { command: 'str_replace', path: 'safeai.yaml' }, '$.path'],
  ['str_replace_based_edit_tool', { path: 'file:///w/safeai.mcp.lock' }, '$.path'],
  ['delete_file', { target_file: 'SAFEAI.YAML' }, '$.target_file'],
  ['move_file', { source: '.cursor/hooks.json', destination: 'x' }, '$.source'],
  ['rename', { from: 'x', to: 'safeai.yaml' }, '$.to'],
  ['copy_file', { source: 'x', destination: 'safeai.yaml' }, '$.destination'],
  [
    'writeFile',
    { options: { files: [{ path: 'a' }, { path: 'policies/base.yaml' }] } },
    '$.options.files[1].path',
  ],
  ['write_file', { path: 'safeai/plugins/acme.mjs' }, '$.path'],
  ['write_file', { path: 'node_modules/safeai-plugin-acme/index.js' }, '$.path'],
  ['write_file', { path: '/srv/node_modules/@acme/safeai-plugin/lib/a.cjs' }, '$.path'],
  ['write_files', { files: ['a', 'safeai.yaml'] }, '$.files[1]'],
  ['write_file', { 'the file': 'safeai.yaml' }, "$['the file']"],
  [
    'apply_patch',
    { input: '*** Begin Patch\n*** Update File: safeai.yaml\n@@\n*** End Patch' },
    '$.input',
  ],
  [
    'apply_patch',
    { patch: '--- a/.claude/settings.json\n+++ b/.claude/settings.json\n@@ -1 +1 @@' },
    '$.patch',
  ],
  ['write_files', { files: { 'safeai.yaml': 'a: 1' } }, '$.files'],
  ['edit', { edits: { '/x/.claude/settings.json': [] } }, '$.edits'],
  ['write_file', { where: 'safeai.yaml', content: 'x' }, '$.where'],
  ['str_replace_editor', { command: 'create', path: '.mcp.json' }, '$.path'],
  ['filesystem', { action: 'delete', path: '.claude' }, '$.path'],
  ['file', { mode: 'w', path: '.cursor/mcp.json' }, '$.path'],
  ['download_file', { url: 'https://x/a', output: 'safeai.yaml' }, '$.output'],
  ['extract_archive', { archive: 'a.zip', into: '.safeai' }, '$.into'],
  ['create_symlink', { target: 'safeai.yaml', link: 'x' }, '$.target'],
  [
    'http_request',
    { url: 'http://127.0.0.1:8000/v1/approvals/ar-1/approve', method: 'POST' },
    '$.url',
  ],
  ['fetch', { url: 'http://localhost:8000/v1/policies/reload' }, '$.url'],
  ['request', { url: 'http://localhost:8000/v1/lockdown', method: 'DELETE' }, '$.url'],
  ['request', { url: 'http://localhost:8000/v1/keys', body: {} }, '$.url'],
];

const READS: readonly (readonly [tool: string, parameters: JsonObject])[] = [
  ['read_file', { path: 'safeai.yaml' }],
  ['Read', { file_path: '.claude/settings.json' }],
  ['get_file_info', { path: '.safeai/x' }],
  ['search_files', { path: '.safeai' }],
  ['list_directory', { path: '.safeai' }],
  ['write_file', { path: 'src/a.ts', content: 'safeai.yaml is the configuration' }],
  ['write_file', { path: 'docs/safeai.yaml.md' }],
  ['copy_file', { source: 'safeai.yaml', destination: '/tmp/x' }],
  ['Edit', { file_path: 'a.md', old_string: 'safeai.yaml', new_string: '.safeai' }],
  ['apply_patch', { patch: '--- a/README.md\n+++ b/README.md\n+see safeai.yaml' }],
  ['write_file', { path: 'k8s/policies/x.yaml' }],
  ['write_file', { path: 'plugins/analytics.client.mjs' }],
  ['write_file', { path: 'node_modules/rollup-plugin-safeai/index.js' }],
  ['bash', { command: 'rm safeai.yaml' }],
  ['str_replace_editor', { command: 'view', path: 'safeai.yaml' }],
  ['download_file', { source: '.mcp.json', dest: '/tmp/x' }],
  ['write_file', { path: 'a.ts', code: 'safeai.yaml' }],
  ['write_file', { path: 'a.ts', explanation: '.claude' }],
  ['fetch', { url: 'http://localhost:8000/v1/approvals' }],
  ['fetch', { url: 'http://localhost:8000/v1/lockdown', method: 'GET' }],
  ['request', { url: 'https://api.example.com/v1/keys', method: 'POST' }],
  ['request', { url: 'http://localhost:8000/v1/policies/explain', method: 'POST' }],
  ['request', { url: 'http://localhost:8000/v1/policies/check', method: 'POST' }],
  ['read_files', { files: { 'safeai.yaml': true } }],
];

describe('a tool that writes', () => {
  test.each(WRITES)('%s %j', (tool, parameters, path) => {
    const hits = findTampering(tool, parameters);
    expect(hits.map((hit) => hit.path)).toEqual(hits.map(() => path));
    expect(hits.length).toBeGreaterThan(0);
  });

  it('names the path inside a patch', () => {
    const patch = '*** Update File: safeai.yaml\n';
    expect(findTampering('apply_patch', { patch })).toEqual([
      { path: '$.patch', start: 17, end: 28, value: 'safeai.yaml' },
    ]);
  });
});

describe('no tampering', () => {
  test.each(READS)('%s %j', (tool, parameters) => {
    expect(findTampering(tool, parameters)).toEqual([]);
  });
});

test('paths', () => {
  for (const path of [
    'safeai.yml',
    './safeai.yaml',
    'a/../safeai.yaml',
    '.safeai',
    '.safeai/',
    '~/.claude/settings.json',
    'file:///x/safeai.yaml',
    'x%2F..%2Fsafeai.yaml',
    'safeai.*',
    '.safe*',
  ]) {
    expect({ path, guard: namesGuardFile(path) }).toEqual({ path, guard: true });
  }
  for (const path of [
    '',
    'safeai',
    'safeai.md',
    'notsafeai.yaml',
    'settings.json',
    '.claude/notes.json',
    '*',
    '*.yaml',
    'x\nsafeai.yaml',
    'src/safeai.ts',
    '%E0%A4%A',
  ]) {
    expect({ path, guard: namesGuardFile(path) }).toEqual({ path, guard: false });
  }
});

test('any parameters', () => {
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (tool, parameters) => {
      for (const { path, start, end } of findTampering(`write_${tool}`, parameters as JsonObject)) {
        expect(path.startsWith('$')).toBe(true);
        expect(start).toBeLessThan(end);
      }
    }),
  );
  let nested: JsonObject = { path: 'safeai.yaml' };
  for (let depth = 0; depth < 5000; depth++) nested = { inner: nested };
  expect(findTampering('write_file', nested)).toHaveLength(1);
});
