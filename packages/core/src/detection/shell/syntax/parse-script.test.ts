import { describe, expect, it, test } from '@jest/globals';
import { parseText } from './parse-script.ts';

/** The words of every command at the top. */
function commands(text: string): string[][] {
  return parseText(text).script.commands.map((command) => command.words.map((word) => word.value));
}

describe('words', () => {
  test.each<[string, string[]]>([
    ['a b  c', ['a', 'b', 'c']],
    ['\'a b\' "c d"', ['a b', 'c d']],
    ['a\'b\'"c"\\d', ['abcd']],
    ['\\git status', ['git', 'status']],
    ["$'a\\tb' $'\\x41\\u0042\\103'", ['a\tb', 'ABC']],
    ['"a\\"b\\$c\\d"', ['a"b$c\\d']],
    ['a\\\nb', ['ab']],
    ['a \\\n b', ['a', 'b']],
    ['rm$IFS-rf', ['rm', '-rf']],
    ['echo $HOME "${X:-y}" $1', ['echo', '$HOME', '${X}', '$1']],
    ['echo $(ls) `ls` <(ls)', ['echo', '$()', '$()', '$()']],
    ['a#b # c', ['a#b']],
    ['echo ""', ['echo', '']],
  ])('%j', (text, words) => {
    expect(commands(text)).toEqual([words]);
  });

  it('knows where the characters of a word stand', () => {
    const text = "x 'a'b\\c";
    const word = parseText(text).script.commands[0]?.words[1];
    expect(word).toMatchObject({ value: 'abc', start: 2, end: 8, map: [0, 3, 1, 5, 2, 7] });
  });
});

describe('commands', () => {
  test.each<[string, string[][]]>([
    ['a; b && c || d & e\nf', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['a | b |& c', [['a'], ['b'], ['c']]],
    ['(a; b) && { c; d; }', [['a'], ['b'], ['c'], ['d']]],
    ['if a; then b; elif c; then d; else e; fi', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['while a; do b; done', [['a'], ['b']]],
    ['for x in 1 2; do b; done', [['for', 'x', 'in', '1', '2'], ['b']]],
    [
      'case $x in a|b) c ;; *) d ;; esac; e',
      [['case', '$x', 'in', 'a'], ['b'], ['c'], ['*'], ['d'], ['e']],
    ],
    ['f() { a; }; function g { b; }', [['f'], ['a'], ['function', 'g'], ['b']]],
    ['! a', [['a']]],
    ['$ ls', [['ls']]],
    ['a > b 2>&1 < c', [['a']]],
    ['rm -rf 123>x', [['rm', '-rf']]],
    ['rm -rf 123 >x', [['rm', '-rf', '123']]],
    ['cat <<E\nrm -rf /\nE\nb', [['cat'], ['b']]],
    ["cat <<-'E' | x\n\ta\n\tE\nb", [['cat'], ['x'], ['b']]],
    ['echo $((1 << 2))\nb', [['echo', '$()'], ['b']]],
    ['(( a << 2 ))\nb', [['a'], ['2'], ['b']].filter((words) => words[0] !== '2')],
  ])('%j', (text, expected) => {
    expect(commands(text)).toEqual(expected);
  });

  it('knows what a command reads', () => {
    const upstream = (text: string): unknown[] =>
      parseText(text).script.commands.map((command) => command.upstream);
    expect(upstream('a | b')).toEqual([null, [0, 1]]);
    expect(upstream('(a; b) | c')).toEqual([null, null, [0, 2]]);
    expect(upstream('a | { b; c; }')).toEqual([null, [0, 1], [0, 1]]);
    expect(upstream('a | while b; do c; done | d')).toEqual([null, [0, 1], [0, 1], [1, 3]]);
    expect(upstream('a |\nb; c')).toEqual([null, [0, 1], null]);
  });

  it('keeps the lines of heredocs apart', () => {
    const text = 'a <<X <<Y\n1\nX\n2\nY\nb';
    const [first] = parseText(text).script.commands;
    expect(first?.heredocs.map(({ start, end }) => text.slice(start, end))).toEqual(['1\n', '2\n']);
  });

  it('reads commands substituted in heredoc lines, unless the delimiter is quoted', () => {
    const embedded = (text: string): number =>
      parseText(text).script.commands[0]?.embedded.length ?? -1;
    expect(embedded('a <<X\n$(b) `c`\nX')).toBe(2);
    expect(embedded("a <<'X'\n$(b)\nX")).toBe(0);
  });
});

describe('texts that end too early', () => {
  test.each(["a 'b", 'a "b', 'a $(b', 'a `b', 'a ${b', "a $'b"])('%j', (text) => {
    expect(parseText(text)).toMatchObject({ unclosed: true, gaps: [] });
  });

  it('gives up what is nested too deeply, and says so', () => {
    const { gaps } = parseText('$('.repeat(100));
    expect(gaps).toEqual([{ start: 66, end: 200 }]);
  });

  it('notices other languages', () => {
    expect(parseText('print("x")').looksLikeCode).toBe(true);
    expect(parseText('f() { a; }').looksLikeCode).toBe(false);
    expect(parseText('x=(a b)').looksLikeCode).toBe(false);
  });
});
