import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { yamlText } from '../../test/setup-texts.ts';
import { BrokenFile, type Outcome } from './outcome.ts';
import { addYamlItem, removeYamlItem } from './yaml-step.ts';
import type { YamlItem } from './yaml-text.ts';

const ITEM: YamlItem = {
  list: ['identities'],
  item: { agent_id: 'new', tools: ['*'] },
  key: 'agent_id',
};

function textOf(outcome: Outcome): string | null {
  if (outcome.is !== 'changed') throw new Error(`It is ${outcome.is}: ${outcome.why ?? ''}`);
  return outcome.text;
}

function both(text: string, item = ITEM): string {
  const added = textOf(addYamlItem(text, 'acme', item)) ?? '';
  expect(addYamlItem(added, 'acme', item)).toEqual({ is: 'unchanged' });
  expect(textOf(removeYamlItem(added, 'acme', item))).toBe(text);
  return added;
}

const MARK = /# >>> safeai:acme [0-9a-f]{12} >>>/g;

test('an item goes behind the last one, in the same indentation; comments and blanks keep their bytes', () => {
  const text = `a:   true   # keep on
identities:
    -   agent_id: old   # x
        tools: [b,   c]
    # trailing
other: {x: 1}
`;
  expect(both(text).replace(MARK, '# >>>')).toBe(`a:   true   # keep on
identities:
    -   agent_id: old   # x
        tools: [b,   c]
    # >>>
    - agent_id: new
      tools:
        - '*'
    # <<< safeai:acme <<<
    # trailing
other: {x: 1}
`);
});

test.each([
  ['items without indentation', 'identities:\n- agent_id: old\nb: 1\n'],
  ['no line end behind the last line', 'a: 1\nidentities:\n  - agent_id: old'],
  [
    'a text in lines for a last value',
    'identities:\n  - agent_id: old\n    d: |\n      text\n\nb: 1\n',
  ],
  [
    'a text that keeps its line ends',
    'identities:\n  - agent_id: old\n    d: |+\n      text\n\n\nb: 1\n',
  ],
  ['a list in one line', 'identities: [{ agent_id: old }]  # c\n'],
  ['a list with a comma at its end', 'identities: [{ agent_id: old }, ]\n'],
  ['an empty list', 'identities: []   # c\nb: 1\n'],
  ['a list over lines', 'identities: [\n  { agent_id: old }, # c\n  ]\n'],
  ['nothing behind the name', 'a: 1\nidentities:   # none\nb: 1\n'],
  ['no such list', 'a: 1 # c\n\n# end\n'],
  ['no such list, no line end', 'a: 1'],
  ['comments alone', '# only\n'],
  ['an end of the document', 'a: 1\n...\n'],
  ['a start of the document', '---\na: 1\n'],
  ['all of it indented', '  a: 1\n  b: 2\n'],
  ['a map in one line', '{ a: 1 }\n'],
  ['anchors', 'x-a: &a { agent_id: old }\nidentities:\n  - *a\n'],
])('%s', (_, text) => {
  const added = both(text);
  const before = (parse(text) ?? {}) as { identities?: unknown[] };
  expect(parse(added)).toEqual({
    ...before,
    identities: [...(before.identities ?? []), ITEM.item],
  });
});

test('a list within maps that are not there yet', () => {
  const item = { ...ITEM, list: ['a', 'b', 'c'] };
  expect(parse(both('a:\n  x: 1\nd: 2\n', item))).toEqual({
    a: { x: 1, b: { c: [ITEM.item] } },
    d: 2,
  });
  expect(parse(both('d: 2\n', item))).toEqual({ d: 2, a: { b: { c: [ITEM.item] } } });
});

test('an item of the same key is somebody’s', () => {
  const text = 'identities:\n  - agent_id: new\n    tools: [mine]\n';
  expect(addYamlItem(text, 'acme', ITEM)).toEqual({ is: 'unchanged', why: 'new is there' });
});

test('an item that was changed is not taken away', () => {
  const added = textOf(addYamlItem('identities:\n  - agent_id: old\n', 'acme', ITEM)) ?? '';
  const mine = added.replace("- '*'", '- search');
  expect(removeYamlItem(mine, 'acme', ITEM)).toMatchObject({ is: 'conflict' });
});

test('what is not to be spliced is a conflict, not a guess', () => {
  expect(addYamlItem('x-l: &l []\nidentities: *l\n', 'acme', ITEM)).toMatchObject({
    is: 'conflict',
  });
});

test.each([
  ['a: 1\nb: [1\n', 3, 1],
  ['a: 1\na: 2\n', 2, 1],
  ['- a\n', 1, 1],
  ['a: 1\n---\nb: 2\n', 2, 1],
  ['identities: 3\n', 1, 1],
])('%j is refused at its place', (text, line, column) => {
  expect.assertions(2);
  try {
    addYamlItem(text, 'acme', ITEM);
  } catch (error) {
    expect(error).toBeInstanceOf(BrokenFile);
    expect(error).toMatchObject({ line, column });
  }
});

test('adding is idempotent, taking away restores every byte', () => {
  fc.assert(
    fc.property(yamlText, (text) => {
      const added = both(text);
      const lines = new Set(added.split('\n'));
      for (const line of text.split('\n')) expect(lines).toContain(line);
    }),
    { numRuns: 200 },
  );
});
