import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { publicKeys } from '../src/receipt/receipt.ts';
import { verifyLog } from '../src/verify/safeai-verify.ts';
import { ChainMaker, filesOf, inFolder, TEST_KEYS } from './signed-log.ts';

const PAGE = new URL('../../../docs/reference/audit-format.md', import.meta.url);

test('the example on the page of the format is a log as it is written, and verifies', async () => {
  const page = await readFile(PAGE, 'utf8');
  const [, segment = ''] = /String\.raw`\n([^`]+)`/.exec(page) ?? [];
  const files = filesOf(new ChainMaker('w1').begin().record().checkpoint());
  expect([...files.values()].join('')).toBe(segment);
  expect(page).toContain(`${Buffer.byteLength(segment)} bytes`);
  const [jwk] = publicKeys(TEST_KEYS).keys;
  expect(page).toContain(`const x = '${String(jwk?.x)}';`);
  const report = await inFolder(files, (folder) =>
    verifyLog({ folder, chainKeys: TEST_KEYS.chain, jwks: publicKeys(TEST_KEYS) }),
  );
  expect(report).toMatchObject({ ok: true, records: 3, checkpoints: 1 });
});

test('the page tells every code of a problem, and no others', async () => {
  const page = await readFile(PAGE, 'utf8');
  const source = await readFile(new URL('../src/verify/safeai-verify.ts', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('Each problem has a code'), page.indexOf('Programs use'));
  const told = [...table.matchAll(/`([a-z]+(?:_[a-z]+)+|damaged|unreadable)`/g)].map(
    ([, code]) => code,
  );
  const fromCode = /code: '(\w+)'|#problem\(\s*'(\w+)'|'(line_too_long|malformed_line)'/g;
  const made = [...source.matchAll(fromCode)]
    .map(([, a, b, c]) => a ?? b ?? c)
    .filter((code) => code !== 'trailing_bytes' && code !== 'no_file');
  expect([...new Set(told)].sort()).toEqual([...new Set(made)].sort());
});
