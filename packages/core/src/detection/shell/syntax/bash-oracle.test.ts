import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseText } from './parse-script.ts';
import type { Script } from './syntax.ts';

/** Bash itself, where there is one, says what a script runs and how its words read. */
const bash = spawnSync('bash', ['--version'], { encoding: 'utf8' });
const itWithBash = bash.status === 0 && bash.stdout.includes('GNU bash') ? it : it.skip;

function run(script: string): { readonly out: string; readonly errors: string } {
  const { stdout, stderr } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    timeout: 10_000,
    env: { HOME: '~', LC_ALL: 'C.UTF-8' },
  });
  return { out: stdout, errors: stderr };
}

/** The names of all commands, those of substitutions included. */
function programs(script: Script, found = new Set<string>()): Set<string> {
  for (const command of script.commands) {
    const name = command.words.find((word) => !/^[A-Za-z_]\w*=/.test(word.value));
    if (name !== undefined) found.add(name.value);
    const words = [...command.words, ...command.redirects.map((redirect) => redirect.target)];
    const nested = words.flatMap((word) =>
      word.expansions.flatMap((expansion) => expansion.script ?? []),
    );
    for (const inner of [...nested, ...command.embedded]) programs(inner, found);
  }
  return found;
}

const COMMANDS = Array.from({ length: 12 }, (_, index) => `q${String(index)}`);

const { list } = fc.letrec<{ list: string; command: string }>((tie) => {
  const name = fc.constantFrom(...COMMANDS);
  const inner = tie('list');
  const form = (build: (command: string, list: string) => string): fc.Arbitrary<string> =>
    fc.tuple(name, inner).map(([command, text]) => build(command, text));
  return {
    list: fc
      .tuple(
        tie('command'),
        fc.array(fc.tuple(fc.constantFrom('; ', ' && ', ' || ', ' | ', '\n'), tie('command')), {
          maxLength: 2,
        }),
      )
      .map(([first, rest]) => first + rest.flat().join('')),
    command: fc.oneof(
      { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
      name,
      form((command) => `${command} a'b'"c" >/dev/null 2>&1`),
      form((_, text) => `(${text})`),
      form((_, text) => `{ ${text}; }`),
      form((command, text) => `if ${command}; then ${text}; else ${text}; fi`),
      form((command, text) => `${command} $(${text}) "x$(${text})"`),
      form((command) => `${command} \`${command}\``),
      form((_, text) => `for i in 1; do ${text}; done`),
      form((command, text) => `case x in (y) ${command};; x) ${text};; esac`),
      form((command, text) => `${command} <(${text})`),
      form((command, text) => `X=$(${text}) ${command}`),
      form((command) => `${command} $((1+$(${command}; echo 1))) \${Z:-$(${command})}`),
      form((command) => `${command} <<E\nx $(${command}) '\nE\n${command}`),
      form((command) => `${command} <<'E'\n$( ' "\nE\n${command}`),
      form((command) => `${command} # comment ' "\n${command}`),
      form((command, text) => `echo $((${text}); ${command})`),
      form((command, text) => `((${text}); ${command})`),
      form((command) => `${command} <<-E | ${command}\n\t( "\n\tE\n${command}`),
      form((command, text) => `while ${command}; ${text}; false; do ${command}; done`),
      form((command, text) => `{ ${text}; } | ${command} | (${text})`),
      form((command) => `${command} $'a\\'b' $"x$(${command})" \\( \\'`),
      form((command) => `${command} "\`${command} \\\`${command}\\\`\`"`),
      form((command) => `echo $((1<<2))\n${command}`),
      form((command) => `(( 1 << 2 ))\n${command}`),
      form((command) => `[[ a == b || -n "$(${command})" ]]; ${command}`),
      form((command) => `A=(a $(${command}) b); ${command}`),
    ),
  };
});

describe('against bash', () => {
  itWithBash(
    'finds every command that bash runs',
    () => {
      const traps = COMMANDS.map((name) => `${name}() { echo ${name} >&9; }`).join('\n');
      fc.assert(
        fc.property(list, (text) => {
          const { out, errors } = run(`exec 9>&1 >/dev/null\n${traps}\n${text}\nwait`);
          fc.pre(!/syntax error|unexpected|here-document/.test(errors));
          const found = programs(parseText(text).script);
          expect(out.split('\n').filter((name) => name !== '' && !found.has(name))).toEqual([]);
        }),
        { numRuns: 150 },
      );
    },
    60_000,
  );

  itWithBash(
    'reads words as bash does',
    () => {
      const piece = fc.constantFrom(
        'a',
        'b c',
        "'",
        '"',
        '\\',
        "$'",
        ' ',
        '\\ ',
        "''",
        '""',
        "\\'",
        '\\"',
        'é',
        '#',
        '\\\n',
        '-',
        '=',
        '\\x41',
        '\\101',
        '%',
      );
      fc.assert(
        fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
          const text = `p ${pieces.join('')}`;
          const { script, unclosed } = parseText(text);
          fc.pre(!unclosed && script.commands.length === 1 && !text.endsWith('\\'));
          const { out, errors } = run(`p() { printf '%s\\0' "$@"; }; set -f; ${text}`);
          fc.pre(errors === '');
          const words = script.commands[0]?.words.slice(1).map((word) => word.value) ?? [];
          expect(words.length === 0 ? [''] : words).toEqual(out.split('\0').slice(0, -1));
        }),
        { numRuns: 200 },
      );
    },
    60_000,
  );
});
