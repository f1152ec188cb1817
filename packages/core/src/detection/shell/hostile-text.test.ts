import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { SQL_ANALYZER } from '../sql/sql-analyzer.ts';
import { checksFor } from './checks.ts';
import { newEnvironment } from './environment.ts';
import { Evaluator } from './evaluate.ts';
import { SHELL_ANALYZER } from './shell-analyzer.ts';
import { parseText } from './syntax/parse-script.ts';
import { WorkBudget } from './work-budget.ts';

/** What is repeated to make texts that cost much to read. */
const PIECES: readonly string[] = [
  '$(',
  '"$(',
  '`',
  '`a\\`b ',
  '\\',
  ';',
  'a;',
  'a\n',
  'a| ',
  '| ',
  '{',
  '{a,',
  '(',
  "'",
  '"',
  "echo '",
  'a=b ',
  '$a ',
  '${a:-',
  'cat <<A\n',
  'cat <<A\nx\nA\n',
  '<(',
  '((',
  'eval ',
  "eval '",
  'sudo ',
  'ssh h ',
  'bash -c "',
  'echo a|sh|',
  'f(){ f|f& };',
  'a=$a$a;',
  'cd a;',
  'rm -rf / ',
  'find . -exec ',
  '| xargs ',
  'python -c \'os.system("ls")\';',
  "don't rm -rf /\n",
  'tmux new \\; ',
  "printf '\\x72' | sh;",
  "sed '1e ",
];

/** Steps of work that following a text takes. */
function steps(text: string): number {
  const budget = new WorkBudget(text.length);
  new Evaluator(budget, checksFor).runSource({ text, locate: (index) => index }, newEnvironment());
  return budget.spent;
}

function repeat(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

describe('texts that are costly to read', () => {
  test.each(PIECES.map((piece) => [piece]))('%j, twice as long, costs about twice', (piece) => {
    const [half, whole] = [steps(repeat(piece, 20_000)), steps(repeat(piece, 40_000))];
    expect(whole).toBeLessThan(half * 2.6);
  });

  test.each(PIECES.map((piece) => [piece]))('%j is read no further than the bound', (piece) => {
    const text = repeat(piece, 300_000);
    expect(parseText(text).script.commands.length).toBeLessThan(20_000 + text.length / 10);
    for (const { start, end } of SHELL_ANALYZER.analyze(text)) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  });

  it('says so where reading ends before the text does', () => {
    for (const piece of ['a;', '$(:) ', '`:` ', "eval 'a;' "]) {
      const found = SHELL_ANALYZER.analyze(`${repeat(piece, 400_000)}; rm -rf /`);
      expect(found.some(({ confidence }) => confidence >= 0.5)).toBe(true);
    }
  });
});

const FRAGMENTS = [
  ...PIECES,
  'rm -rf /',
  'git push -f',
  ' && ',
  '\n',
  ')',
  '}',
  'A\n',
  'x.sh',
  ' > ',
  'alias x=rm; ',
  'set -- a; "$@" ',
  'awk \'BEGIN{system("a")}\' ',
  'tar --to-command=x ',
  'C:\\ ',
  'DROP TABLE x;',
  "EXEC('",
  '/*',
  '*/',
  "' + '",
  'MATCH (n) DELETE n',
];

test('any text is read without an error, always the same way', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 8 })), { maxLength: 24 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (sample) => {
      for (const analyzer of [SHELL_ANALYZER, SQL_ANALYZER]) {
        const found = analyzer.analyze(sample);
        expect(analyzer.analyze(sample)).toEqual(found);
        for (const { start, end, confidence } of found) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(sample.length);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }
    }),
    { numRuns: 400 },
  );
});
