import { findCodeCalls } from '../inline-code.ts';
import { parseOptions } from '../options.ts';
import type { Source } from '../source.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';
import { decodedVariable } from '../origin.ts';
import { plainPath } from '../written-files.ts';
import { reportInput, reportOrigin } from './shells.ts';

interface Interpreter {
  /** Letters of options whose value is program text. */
  readonly code: readonly string[];
  /** Other letters with a value. */
  readonly short?: string;
  /** Subcommand whose operand is program text. */
  readonly verb?: string;
}

const PERL: Interpreter = { code: ['e', 'E'], short: 'IMmFlx0' };
const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  python: { code: ['c'], short: 'WXm' },
  node: { code: ['e', 'p', 'eval', 'print'], short: 'rC' },
  deno: { code: [], verb: 'eval' },
  bun: { code: ['e', 'eval'] },
  ruby: { code: ['e'], short: 'IrCEFKTx' },
  perl: PERL,
  php: { code: ['r', 'B', 'R', 'E'], short: 'cdfzS' },
  lua: { code: ['e'], short: 'l' },
  osascript: { code: ['e'], short: 'ls' },
  groovy: { code: ['e'] },
  scala: { code: ['e'] },
  julia: { code: ['e', 'E', 'eval', 'print'], short: 'JLpC' },
  rscript: { code: ['e'] },
  elixir: { code: ['e', 'eval'], short: 'rS' },
  tclsh: { code: ['c'] },
};

/** Evaluates what was just fetched. */
const RUNS_FETCHED =
  /\b(?:exec|eval)\s*\(.{0,80}?(?:urlopen|requests\.get|urllib|httpx\.get|fetch\(|open-uri|Net::HTTP|LWP|file_get_contents\s*\(\s*['"]https?:)/;

/** Evaluates what was just decoded. */
const RUNS_DECODED =
  /\b(?:exec|eval|system)\s*\(.{0,80}?(?:b64decode|base64|fromhex|decompress|atob\s*\(|rot_?13|unpack\s*\()/i;

/** Looks at program text in another language: the shell commands it starts, the files and tables it deletes. */
export function checkCode(call: Invocation, code: Source): void {
  for (const found of findCodeCalls(code)) {
    if (found.kind === 'shell') call.runText(found.source);
    else if (found.kind === 'argv') call.runText(found.source, { doubt: 0.95 });
    else if (found.kind === 'sql') found.report(call);
    else
      call.report(
        found.kind === 'tampering' ? 'shell-safeai-tampering' : 'shell-code-delete',
        found.confidence,
        found.at,
      );
  }
  if (RUNS_FETCHED.test(code.text.slice(0, 65_536)))
    call.report('supply-chain-pipe-to-shell', 0.85);
  if (RUNS_DECODED.test(code.text.slice(0, 65_536))) call.report('shell-decoded', 0.7);
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
    for (const code of codes) checkCode(call, code);
    for (const argument of call.args) reportOrigin(call, argument);
    if (codes.length > 0) return;
    if ((first === undefined && !options.has('m')) || first?.text === '-') {
      for (const text of call.input.texts) checkCode(call, text);
      reportInput(call);
    } else checkScript(call, options.has('m'));
  };
}

/** A script file: one that was just downloaded, or a framework's task. */
function checkScript(call: Invocation, module: boolean): void {
  const first = call.args.find((argument) => !argument.text.startsWith('-'));
  if (first === undefined) return;
  const path = plainPath(first.text);
  if (call.downloads.has(path)) call.report('supply-chain-run-download', 0.7);
  if (call.downloads.has(decodedVariable(path))) call.report('shell-decoded', 0.8);
  const written = call.files.get(path);
  if (written !== undefined) checkCode(call, written);
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

/** `make -f- …`, `vim -c '!cmd'`, `ex -c`, `gdb -ex 'shell cmd'`. */
function checkEditor(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'cSTu', long: ['cmd', 'ex', 'eval-command'] });
  for (const command of options.values('c', 'cmd', 'ex', 'eval-command')) {
    const shell = /^\s*:?(?:!|shell\s+|silent!?\s+!)/.exec(command.text);
    if (shell === null) continue;
    const skip = shell[0].length;
    call.runText({
      text: command.text.slice(skip),
      locate: (index) => command.locate(index + skip),
    });
  }
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
  vim: checkEditor,
  vi: checkEditor,
  nvim: checkEditor,
  ex: checkEditor,
  gdb: checkEditor,
};
