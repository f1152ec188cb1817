import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import type { PolicyRule } from '../rules/policy-rule.ts';
import { appendRules } from './append-rules.ts';

const rule = (name: string): PolicyRule => ({ name, boundary: ['input'], action: 'block' });
const fileRule = (name: string) => ({ name, boundary: 'input', action: 'block' });

const added = (draft: string, ...names: string[]) => {
  const appended = appendRules(draft, names.map(rule));
  if ('problem' in appended) throw new Error(appended.problem);
  return appended;
};

describe('rules are added behind those of a draft', () => {
  test.each(['', '\n', '# nothing yet\n', 'policies:\n', 'policies: []\n', '{}\n'])(
    'of %j',
    (draft) => {
      expect(load(added(draft, 'one', 'two').text)).toEqual({
        policies: [fileRule('one'), fileRule('two')],
      });
    },
  );

  test('comments and what comes after stay as they are written', () => {
    const draft = [
      '# of the security team',
      'policies: # in order',
      '- name: a # first',
      '  boundary: input',
      '  action: block',
      '',
      '# what holds besides',
      'policy: { default_action: allow }',
      '',
    ].join('\n');
    const { text, isRewritten } = added(draft, 'b');
    expect(isRewritten).toBe(false);
    expect(text).toBe(
      draft.replace('block\n', 'block\n- name: b\n  boundary: input\n  action: block\n'),
    );
  });

  test('a rule that is there already stays as it is', () => {
    const draft = 'policies:\n  - { name: a, boundary: output, action: allow }\n';
    const { text, added: names, there } = added(draft, 'a');
    expect({ text, names, there }).toEqual({ text: draft, names: [], there: ['a'] });
  });

  test('a list in one line is written anew, and that is told', () => {
    const { text, isRewritten } = added('policies: [{ name: a }] # mine\n', 'b');
    expect(load(text)).toEqual({ policies: [{ name: 'a' }, fileRule('b')] });
    expect(isRewritten).toBe(true);
  });

  test.each(['- a', 'text', 'policies: { a: 1 }', 'policies: [', 'a: b: c'])(
    '%j takes none, and says why',
    (draft) => {
      expect(appendRules(draft, [rule('a')])).toEqual({
        problem: expect.stringContaining('first'),
      });
    },
  );

  test('whatever is written, and however: what was there is there, and the rules follow', () => {
    const word = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('# no', 'a\n# b\n', '- x'));
    const draft = fc.record(
      {
        before: fc.dictionary(word, word),
        policies: fc.array(fc.record({ name: word, reason: word }), { maxLength: 3 }),
        policy: fc.record({ default_action: word }),
      },
      { requiredKeys: [] },
    );
    const style = fc.record({
      seqNoIndent: fc.boolean(),
      flowLevel: fc.constantFrom(-1, 1, 2, 3),
      indent: fc.constantFrom(2, 4),
    });
    fc.assert(
      fc.property(draft, style, (written, options) => {
        const { text } = added(dump(written, options), 'new rule', 'newer');
        const names = new Set((written.policies ?? []).map(({ name }) => name));
        expect(load(text)).toEqual({
          ...(load(dump(written)) as object),
          policies: [
            ...(written.policies ?? []),
            ...['new rule', 'newer'].filter((name) => !names.has(name)).map(fileRule),
          ],
        });
      }),
    );
  });
});
