import { expect, test } from '@jest/globals';
import type { JsonEdit } from '@safeai/core';
import fc from 'fast-check';
import { jsonText } from '../../test/setup-texts.ts';
import { addJson, removeJson } from './json-step.ts';
import { BrokenFile, type Outcome } from './outcome.ts';

const SERVER: JsonEdit = {
  at: ['mcpServers', 'safeai'],
  value: { command: 'npx', args: ['-y', '@safeai/mcp-server'] },
};

const HOOK: JsonEdit = {
  at: ['hooks', 'PreToolUse'],
  item: { matcher: '*', hooks: [{ type: 'command', command: 'safeai hook --profile x' }] },
  known: { by: 'command', has: 'hook --profile x' },
};

function textOf(outcome: Outcome): string | null {
  if (outcome.is !== 'changed') throw new Error(`It is ${outcome.is}.`);
  return outcome.text;
}

/** What is added, and that taking it away gives the same bytes. */
function both(text: string, edit: JsonEdit): string {
  const added = textOf(addJson(text, [edit])) ?? '';
  expect(addJson(added, [edit])).toEqual({ is: 'unchanged' });
  expect(textOf(removeJson(added, [edit]))).toBe(text);
  return added;
}

test('comments, odd indentation and trailing commas keep their bytes', () => {
  const text = `// mine
{
    "theme" :  "dark", // keep
    "mcpServers": {
        "other": { "command":"x" }, /* last */
        // "old": {}
    },
}`;
  expect(both(text, SERVER)).toBe(`// mine
{
    "theme" :  "dark", // keep
    "mcpServers": {
        "other": { "command":"x" }, /* last */
        // "old": {}
        "safeai": {
            "command": "npx",
            "args": [
                "-y",
                "@safeai/mcp-server"
            ]
        },
    },
}`);
});

test('a member without a comma behind it gets one, in front of its comment', () => {
  const text = '{\n\t"a": 1 // one\n}\n';
  expect(both(text, { at: ['b'], value: 2 })).toBe('{\n\t"a": 1, // one\n\t"b": 2\n}\n');
});

test('what stands in one line stays in one line', () => {
  expect(both('{"a":1,"mcpServers":{"b":{}}}', SERVER)).toBe(
    '{"a":1,"mcpServers":{"b":{}, "safeai": {"command": "npx", "args": ["-y", "@safeai/mcp-server"]}}}',
  );
});

test('lists get an item, others stay as they are', () => {
  const text = `{
  "hooks": {
    "PreToolUse": [
      { "matcher": "Bash", "hooks": [ { "type": "command", "command": "mine" } ] }
    ]
  }
}
`;
  expect(both(text, HOOK)).toContain(
    '{ "matcher": "Bash", "hooks": [ { "type": "command", "command": "mine" } ] },\n      {\n        "matcher": "*",',
  );
});

test('a file of its own comes and goes', () => {
  const added = textOf(addJson(undefined, [{ at: ['version'], value: 1, keep: true }, HOOK])) ?? '';
  expect(JSON.parse(added)).toEqual({ version: 1, hooks: { PreToolUse: [HOOK.item] } });
  expect(added.endsWith('}\n')).toBe(true);
  expect(removeJson(added, [{ at: ['version'], value: 1, keep: true }, HOOK])).toEqual({
    is: 'changed',
    text: null,
  });
});

test('an entry that somebody changed is a conflict, with what force would write', () => {
  const mine = '{"mcpServers": {"safeai": {"command": "mine"}, "b": 1}}';
  expect(addJson(mine, [SERVER])).toEqual({
    is: 'conflict',
    why: 'mcpServers.safeai is there and differs',
    text: expect.stringContaining('"@safeai/mcp-server"') as unknown as string,
  });
  expect(removeJson(mine, [SERVER])).toMatchObject({
    is: 'conflict',
    text: '{"mcpServers": { "b": 1}}',
  });
});

test('a hook that somebody put among his own stays there; force replaces it alone, removal takes it alone', () => {
  const text = (hook: string): string =>
    `{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"command": "mine"}, ${hook}, {"command": "last"}]}]}}`;
  const own = '{"type": "command", "command": "safeai hook --profile x"}';
  expect(addJson(text(own), [HOOK])).toEqual({ is: 'unchanged' });
  const other = text('{"command": "/opt/safeai hook --profile x", "timeout": 1}');
  const forced = addJson(other, [HOOK]);
  expect(forced).toMatchObject({ is: 'conflict' });
  expect(JSON.parse(forced.is === 'conflict' ? (forced.text ?? '') : '')).toEqual(
    JSON.parse(text(own)),
  );
  expect(removeJson(text(own), [HOOK])).toEqual({
    is: 'changed',
    text: '{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"command": "mine"}, {"command": "last"}]}]}}',
  });
  const alone = `{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [${own}]}, {"hooks": []}]}}`;
  expect(removeJson(alone, [HOOK])).toEqual({
    is: 'changed',
    text: '{"hooks": {"PreToolUse": [ {"hooks": []}]}}',
  });
});

test.each([
  ['{"a": 1,,}', 1, 9],
  ['{\n  "a": tru\n}', 2, 8],
  ['[]', 1, 1],
  ['{"mcpServers": 3}', 1, 16],
  ['{"mcpServers": {},\n "mcpServers": {}}', 2, 2],
  ['{"a": 1', 1, 8],
])('%j is refused at its place', (text, line, column) => {
  expect.assertions(2);
  try {
    addJson(text, [SERVER]);
  } catch (error) {
    expect(error).toBeInstanceOf(BrokenFile);
    expect(error).toMatchObject({ line, column });
  }
});

test('adding is idempotent, taking away restores every byte', () => {
  fc.assert(
    fc.property(jsonText, fc.constantFrom(SERVER, HOOK), (text, edit) => {
      const added = textOf(addJson(text, [edit])) ?? '';
      expect(addJson(added, [edit])).toEqual({ is: 'unchanged' });
      expect(textOf(removeJson(added, [edit]))).toBe(text);
      // Nothing that was there is lost or out of order.
      let from = 0;
      for (const line of text.split('\n')) {
        const core = line
          .trim()
          .replace(/,?\s*(?:\/\/.*|\/\*.*)?$/, '')
          .replace(/[}\]]+$/, '');
        const at = added.indexOf(core, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at;
      }
    }),
    { numRuns: 300 },
  );
});
