import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the lint says of a source file of this project if it held this text. */
function lint(file, text) {
  const eslint = fileURLToPath(new URL('../../node_modules/eslint/bin/eslint.js', import.meta.url));
  const { status, stdout } = spawnSync(
    process.execPath,
    [eslint, '--format', 'json', '--stdin', '--stdin-filename', file],
    { cwd: root, input: text, encoding: 'utf8' },
  );
  const rules = JSON.parse(stdout).flatMap((result) => result.messages.map(({ ruleId }) => ruleId));
  return { status, rules };
}

describe('imports go down the floors only', () => {
  test.each([
    ['core imports no service', 'packages/core/src/json.ts', '@safeai/config'],
    ['a service imports no sibling', 'packages/api/src/index.ts', '@safeai/config'],
    ['a package imports no app', 'packages/runtime/src/index.ts', '@safeai/proxy'],
  ])('%s', (_, file, target) => {
    const { status, rules } = lint(file, `export * from '${target}';\n`);
    expect(rules).toContain('@nx/enforce-module-boundaries');
    expect(status).toBe(1);
  });

  test('a way down is fine', () => {
    const { rules } = lint(
      'packages/runtime/src/index.ts',
      "export { SafeAI } from '@safeai/core';\n",
    );
    expect(rules).toEqual([]);
  });
});
