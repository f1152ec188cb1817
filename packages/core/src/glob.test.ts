import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { compileGlob } from './glob.ts';
import { toolClass, toolNames } from './tool-name.ts';

/** The plain meaning of a glob, by trying every way to share the name among the stars. */
function naive(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  if (pattern.startsWith('*')) {
    return Array.from({ length: name.length + 1 }, (_, cut) => name.slice(cut)).some((rest) =>
      naive(pattern.slice(1), rest),
    );
  }
  return name.startsWith(pattern.charAt(0)) && naive(pattern.slice(1), name.slice(1));
}

describe('compileGlob', () => {
  test.each([
    ['bash', 'bash', true],
    ['bash', 'bash2', false],
    ['shell*', 'shell_exec', true],
    ['*_shell', 'my_shell', true],
    ['*_shell', 'shell', false],
    ['a*b*c', 'a--b--c', true],
    ['a*a', 'a', false],
    ['*', '', true],
    ['a.b', 'axb', false],
    ['ab*ab', 'aba', false],
  ])('%j on %j is %j', (pattern, name, expected) => {
    expect(compileGlob(pattern)(name)).toBe(expected);
  });

  test('equals the plain meaning on every pattern and name', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 });
    const names = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        expect(compileGlob(pattern)(name)).toBe(naive(pattern, name));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('tool names', () => {
  test.each([
    ['mcp__srv__bash', ['mcp__srv__bash', 'bash']],
    ['Shell_Exec', ['shell_exec']],
    ['fs/write', ['fs/write', 'write']],
    ['a.b:c', ['a.b:c', 'c']],
    ['bash__', ['bash']],
    [' bash\u200b ', ['bash']],
    ['__', ['__']],
  ])('%j is seen as %j', (tool, names) => {
    expect(toolNames(tool)).toEqual(names);
  });

  test.each([
    ['shell_exec', 'shell'],
    ['mcp__srv__bash', 'shell'],
    ['PowerShell', 'shell'],
    ['database_query', 'database'],
    ['run_sql', 'database'],
    ['run_bash', 'shell'],
    ['bashTool', 'shell'],
    ['runInTerminal', 'shell'],
    ['srv-bash', 'shell'],
    ['mcp__bash__run', 'shell'],
    ['execute_sql', 'shell'],
    ['mysqlTool', 'database'],
    ['run_mysql', 'database'],
    ['send_email', 'other'],
    ['publish_post', 'other'],
  ])('%j is of class %s', (tool, kind) => {
    expect(toolClass(tool)).toBe(kind);
  });
});
