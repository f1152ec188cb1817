import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addLines, removeLines } from './lines-step.ts';

const LINES = ['# SafeAI', 'SAFEAI_URL=http://x', 'SAFEAI_KEY='];

function added(text: string | undefined, lines: readonly string[] = LINES): string {
  const outcome = addLines(text, 'acme', lines);
  if (outcome.is !== 'changed' || outcome.text === null) throw new Error(`It is ${outcome.is}.`);
  return outcome.text;
}

test('only what is missing is added', () => {
  const text = added('# SAFEAI_URL=http://mine\nexport SAFEAI_KEY=k\n', [...LINES, 'SAFEAI_X=']);
  expect(text.replace(/[0-9a-f]{12}/, 'HASH')).toBe(
    '# SAFEAI_URL=http://mine\nexport SAFEAI_KEY=k\n' +
      '# >>> safeai:acme HASH >>>\n# SafeAI\nSAFEAI_X=\n# <<< safeai:acme <<<\n',
  );
  const all = '# SAFEAI_URL=http://mine\nexport SAFEAI_KEY=k\n';
  expect(addLines(all, 'acme', LINES)).toMatchObject({ is: 'unchanged' });
  expect(addLines('/.safeai\n.env\n', 'acme', ['.safeai/', '.env'])).toMatchObject({
    is: 'unchanged',
  });
});

test('lines that are no longer the same are replaced where they stand; edited ones are kept', () => {
  const first = `${added('before\n')}after\n`;
  const other = addLines(first, 'acme', ['SAFEAI_URL=http://y', 'SAFEAI_NEW=']);
  expect(other).toMatchObject({
    is: 'changed',
    text: expect.stringMatching(/^before\n# >>>[^]*SAFEAI_NEW=\n# <<<.*\nafter\n$/) as unknown,
  });
  const mine = first.replace('http://x', 'http://mine');
  expect(addLines(mine, 'acme', LINES)).toMatchObject({ is: 'unchanged' });
  expect(addLines(mine, 'acme', [...LINES, 'SAFEAI_NEW='])).toMatchObject({ is: 'conflict' });
  expect(removeLines(mine, 'acme')).toMatchObject({ is: 'conflict' });
});

test('a block of another name is left alone', () => {
  const one = added('a\n');
  const two = addLines(one, 'other', ['SAFEAI_Y=']);
  expect(two.is === 'changed' && removeLines(two.text ?? '', 'other')).toEqual({
    is: 'changed',
    text: one,
  });
});

test('adding is idempotent, taking away restores every byte', () => {
  const line = fc.constantFrom('', 'a', '# b', 'X=1', '  c ', '# <<< safeai:other <<<');
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.boolean(), (lines, ends) => {
      const text = lines.join('\n') + (ends ? '\n' : '');
      const after = added(text);
      expect(addLines(after, 'acme', LINES)).toEqual({ is: 'unchanged' });
      expect(removeLines(after, 'acme')).toEqual({
        is: 'changed',
        text: text === '' ? null : text,
      });
    }),
  );
});
