import { findCodeCalls } from '../inline-code.ts';
import { parseOptions } from '../options.ts';
import type { Source } from '../source.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';
import { contentOf } from '../content.ts';
import { reportInput, reportOrigin } from './shells.ts';

interface Interpreter {
  /** Letters of options whose value is program text. */
  readonly code: readonly string[];
  /** Other letters with a value. */
  readonly short?: string;
  /** Backticks run a command. */
  readonly backticks?: boolean;
  /** Subcommand whose operand is program text. */
  readonly verb?: string;
}

const PERL: Interpreter = { code: ['e', 'E'], short: 'IMmFlx0', backticks: true };
const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  python: { code: ['c'], short: 'WXm' },
  node: { code: ['e', 'p', 'eval', 'print'], short: 'rC' },
  deno: { code: [], verb: 'eval' },
  bun: { code: ['e', 'eval'] },
  ruby: { code: ['e'], short: 'IrCEFKTx', backticks: true },
  perl: PERL,
  php: { code: ['r', 'B', 'R', 'E'], short: 'cdfzS', backticks: true },
  lua: { code: ['e'], short: 'l' },
  luajit: { code: ['e'], short: 'l' },
  texlua: { code: ['e'] },
  jshell: { code: [] },
  guile: { code: ['c'] },
  racket: { code: ['e'] },
  clojure: { code: ['e'] },
  bb: { code: ['e'] },
  r: { code: ['e'] },
  octave: { code: ['eval'] },
  raku: { code: ['e'] },
  osascript: { code: ['e'], short: 'ls' },
  groovy: { code: ['e'] },
  scala: { code: ['e'] },
  julia: { code: ['e', 'E', 'eval', 'print'], short: 'JLpC', backticks: true },
  rscript: { code: ['e'] },
  elixir: { code: ['e', 'eval'], short: 'rS' },
};

/** Evaluates what was just fetched. */
const RUNS_FETCHED =
  /\b(?:exec|eval)\s*\(.{0,80}?(?:urlopen|requests\.get|urllib|httpx\.get|fetch\(|open-uri|Net::HTTP|LWP|file_get_contents\s*\(\s*['"]https?:)/;

/** Evaluates what was just decoded. */
const RUNS_DECODED =
  /\b(?:exec|eval|system)\s*\(.{0,80}?(?:b64decode|base64|fromhex|decompress|atob\s*\(|rot_?13|unpack\s*\()/i;

/** Code in a string of code is followed this deep. */
const MAX_DEPTH = 3;

/**
 * Looks at program text in another language: the shell commands it starts, the files and tables it deletes.
 * With `backticks`, what stands in them is a command.
 */
export function checkCode(call: Invocation, code: Source, backticks = false, depth = 0): void {
  if (!call.mayRead(code)) return;
  for (const found of findCodeCalls(code, backticks)) {
    if (found.kind === 'shell') call.runText(found.source);
    else if (found.kind === 'argv') call.runText(found.source, { doubt: 0.95 });
    else if (found.kind === 'maybe') call.runText(found.source, { doubt: 0.8 });
    else if (found.kind === 'code') {
      if (depth < MAX_DEPTH) checkCode(call, found.source, backticks, depth + 1);
    } else if (found.kind === 'sql') found.report(call);
    else
      call.report(
        found.kind === 'tampering' ? 'shell-safeai-tampering' : 'shell-code-delete',
        found.confidence,
        found.at,
      );
  }
  const start = code.text.slice(0, 65_536);
  if (RUNS_FETCHED.test(start)) call.report('supply-chain-pipe-to-shell', 0.85);
  if (RUNS_DECODED.test(start)) call.report('shell-decoded', 0.7);
  // `ruby -e "rm -rf /"` is no Ruby, but nothing good was meant either.
  if (
    code.text.length <= 4096 &&
    /^\s*(?:sudo\s+)?(?:rm|git|dd|mkfs[\w.]*|shred)\s/.test(code.text)
  )
    call.runText(code, { doubt: 0.7 });
}

function interpreterCheck(spec: Interpreter): Check {
  return (call) => {
    const options = parseOptions(call.args, {
      short: spec.code.filter((name) => name.length === 1).join('') + (spec.short ?? ''),
      long: spec.code.filter((name) => name.length > 1),
      leading: true,
    });
    const codes = [...options.values(...spec.code)];
    const [first, second] = options.operands;
    if (spec.verb !== undefined && first?.text === spec.verb && second !== undefined)
      codes.push(second);
    for (const code of codes) checkCode(call, code, spec.backticks === true);
    for (const argument of call.args) reportOrigin(call, argument);
    if (codes.length > 0) return;
    if ((first === undefined && !options.has('m')) || first?.text === '-') {
      for (const text of call.input.texts) checkCode(call, text, spec.backticks === true);
      reportInput(call);
    } else checkScript(call, options.has('m'));
  };
}

/** A script file: one that was just downloaded, or a framework's task. */
function checkScript(call: Invocation, module: boolean): void {
  const first = call.args.find((argument) => !argument.text.startsWith('-'));
  if (first === undefined) return;
  const content = contentOf(call, first);
  if (content?.fetched === true) call.report('supply-chain-run-download', 0.7);
  if (content?.decoded === true) call.report('shell-decoded', 0.8);
  for (const text of content?.texts ?? []) checkCode(call, text);
  const words = call.args
    .slice(0, 12)
    .map((argument) => argument.text)
    .join(' ');
  if (
    /(?:^|\/)manage\.py (?:flush|reset_db|sqlflush)|(?:^|\/)artisan (?:migrate:(?:fresh|reset|refresh)|db:wipe)|(?:^|\/)rails db:(?:drop|reset)/.test(
      words,
    )
  )
    call.report('shell-database-reset', 0.85);
  // `python -m pip install …` is pip.
  const at = call.args.findIndex((argument) => argument.text === '-m');
  if (module && at !== -1) call.run(call.args.slice(at + 1));
}

/** `awk 'BEGIN { system("…") }'`. */
function checkAwk(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'Ffv',
    long: ['field-separator', 'assign', 'file'],
    leading: true,
  });
  const [program] = options.operands;
  if (program !== undefined && !options.has('f', 'file')) checkCode(call, program);
}

const python = interpreterCheck(INTERPRETERS.python ?? PERL);

/** Checks of the interpreters of other languages. */
export const INTERPRETER_CHECKS: Checks = {
  ...Object.fromEntries(
    Object.entries(INTERPRETERS).map(([name, spec]) => [name, interpreterCheck(spec)]),
  ),
  ...Object.fromEntries(
    ['python2', 'python3', 'pypy', 'pypy3', 'py'].map((name) => [name, python]),
  ),
  nodejs: interpreterCheck(INTERPRETERS.node ?? PERL),
  awk: checkAwk,
  gawk: checkAwk,
  mawk: checkAwk,
};
