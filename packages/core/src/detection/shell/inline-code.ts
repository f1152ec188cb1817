import { findDestructiveSql } from '../sql/find-destructive.ts';
import type { Span } from '../detection.ts';
import { isControlRequest } from './control-routes.ts';
import { argumentOf } from './argument.ts';
import { isGuardPath } from './guard-paths.ts';
import type { Invocation } from './invocation.ts';
import { sourceFrom, type Source } from './source.ts';
import { readStringLiterals, type StringLiteral } from './string-literals.ts';
import { normalizePath, targetKind } from './target.ts';

/** Something that a program text in another language does. */
export type CodeCall =
  | { readonly kind: 'shell'; readonly source: Source }
  | { readonly kind: 'argv'; readonly source: Source }
  | { readonly kind: 'code'; readonly source: Source }
  /** A string in code that starts programs by names that it was given before. */
  | { readonly kind: 'maybe'; readonly source: Source }
  | { readonly kind: 'sql'; readonly report: (call: Invocation) => void }
  | { readonly kind: 'delete' | 'tampering'; readonly confidence: number; readonly at: Span };

/** Calls that hand a string to a shell. */
const SHELL =
  /(?:os\.(?:system|popen|exec[lv]p?e?|spawn[lv]p?e?)|subprocess\.(?:run|call|Popen|check_call|check_output|getoutput|getstatusoutput)|commands\.getoutput|pty\.spawn|child_process['"]?\)?\.(?:exec|execSync|spawn|spawnSync|execFile|execFileSync)|\b(?:execSync|spawnSync|execFileSync|execa|execaCommand|shell_exec|passthru|proc_open|popen|system|exec|spawn|Kernel\.system|Open3\.\w+|IO\.popen|qx|shell-command(?:-to-string)?|async-shell-command|call-process-shell-command|Deno\.(?:Command|run)|Bun\.spawn(?:Sync)?|ProcessBuilder|Process\.(?:Start|run)|Runtime\.getRuntime\(\)\.exec|os\.execute|io\.popen|do shell script|zx|sh|run|call|Popen))(?:\s*\(\s*\[?|\s*[[{]|\s)\s*$/;
/** Calls that delete what they name. */
const DELETE_TREE =
  /\b(?:shutil\.rmtree|rmtree|fs(?:\.promises)?\.(?:rmSync|rmdirSync|rm|rmdir)|rmSync|rmdirSync|rimraf['"]?\)?(?:\.sync|Sync)?|fse?\.(?:remove|removeSync|emptyDir|emptyDirSync)|FileUtils\.(?:rm_rf|rm_r|remove_dir|remove_entry)|remove_tree|deltree|Deno\.remove(?:Sync)?|os\.RemoveAll|FileUtils\.deleteDirectory|Directory\]?(?:\.|::)Delete|delete-directory|send2trash)\s*[( ]\s*$/;
const DELETE_FILE =
  /\b(?:os\.(?:remove|unlink|rmdir|truncate)|Path|fs(?:\.promises)?\.(?:unlink|unlinkSync|truncate|truncateSync)|unlinkSync|unlink|File\.(?:delete|unlink|truncate)|File\]?::Delete|truncate|delete-file)\s*[( ]\s*(?:glob\s*\(?\s*)?$/;
const WRITE =
  /\b(?:open|writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|outputFile|outputFileSync|outputJson|file_put_contents|File\.(?:write|open|delete)|Path|IO\.write|copyFile|copyFileSync|rename|renameSync|shutil\.(?:copy|copyfile|move)|os\.(?:remove|unlink|rename|replace|chmod)|unlink|unlinkSync|rmSync|rmtree|Deno\.writeTextFile|Bun\.write)\s*\(\s*(?:[^()]{0,80},\s*)?$/;
const SQL =
  /\.(?:execute|executemany|executescript|query|raw|exec|run|prepare|queryRaw\w*|executeRaw\w*|\$queryRawUnsafe|\$executeRawUnsafe)\s*[(`]\s*$/;

/** Calls that run a string as code of the same language. */
const EVAL =
  /\b(?:exec|eval|compile|Function|instance_eval|class_eval|loadstring|load|assert|create_function|execfile)\s*\(?\s*$/;
/** The text can start programs. A method `exec` alone is more often one of regular expressions. */
const STARTS_PROGRAMS =
  /\b(?:os\s+import|import\s+os|subprocess|child_process|pty|popen|Open3|shell_exec|passthru|proc_open)\b|(?<![.\w])(?:system|exec\w{0,8}|spawn\w{0,4})\s*\(/;
/** It starts one by a name: the string that is run stands somewhere else. */
const CALLS_WITH_NAME =
  /(?:(?<![.\w])|\b(?:os|sp|cp|io|IO|s|Kernel|Open3|subprocess|child_process)\.)(?:system|popen|exec\w{0,8}|spawn\w{0,4}|run|call|Popen|check_output|shell_exec|passthru)\s*\(\s*[A-Za-z_$]/;
/** Calls that only show or compare a string. */
const ONLY_SHOWS =
  /\b(?:print\w{0,4}|puts|echo|log|info|warn|warning|error|debug|trace|format|raise|\w{0,24}(?:Error|Exception)|assert\w{0,24}|expect|describe|it|test|startswith|startsWith|includes|replace|replaceAll|split|match|search|join|append|push)\s*\(\s*$/;

/** Methods of clients that change something. */
const POSTS = /\b(?:post|put|patch|delete|POST|PUT|PATCH|DELETE)\b/;

/** Perl's mode in front of a file name: `>safeai.yaml`. */
const OPEN_MODE = /^[ \t]*\+?[>|]{1,2}[ \t]*/;

const BEFORE = 160;
const MAX_QUOTED = 64;

/** Finds the calls of a program text that run commands, delete files or send SQL, by the strings they are given. */
export function findCodeCalls(code: Source, backticks = false): CodeCall[] {
  const calls: CodeCall[] = backticks ? quotedCommands(code) : [];
  const starts = STARTS_PROGRAMS.test(code.text);
  const byName = starts && CALLS_WITH_NAME.test(code.text);
  for (const literal of readStringLiterals(code.text)) {
    const before = code.text
      .slice(Math.max(0, literal.start - BEFORE), literal.start)
      .replace(/(?<=^|\W)[fFbBuUrR]{1,2}$/, '');
    const source: Source = {
      text: literal.text,
      locate: (index) => code.locate(literal.locate(index)),
    };
    const at = {
      start: code.locate(literal.start),
      end: code.locate(Math.max(literal.end - 1, literal.start)) + 1,
    };
    const after = code.text.slice(literal.end, literal.end + 48);
    const ticked = code.text.charAt(literal.start) === '`';
    if (EVAL.test(before)) calls.push({ kind: 'code', source });
    if (
      SHELL.test(before) ||
      (ticked && (backticks || before.endsWith('$'))) ||
      /^\s*(?:\.execute\s*\(|\|\s*getline)/.test(after) ||
      /\bprintf?\b[^|]{0,80}\|&?\s*$/.test(before)
    )
      calls.push(shellCall(code, literal, source, before));
    else if (SQL.test(before) && findDestructiveSql(literal.text).length > 0)
      calls.push({ kind: 'sql', report: reportSqlIn(source) });
    else if (starts && !ONLY_SHOWS.test(before) && (byName || /[\w\])]\s*\(\s*\[?$/.test(before)))
      calls.push({ kind: 'maybe', source });
    if (literal.text.includes('://') && isControlRequest(literal.text, POSTS.test(before + after)))
      calls.push({ kind: 'tampering', confidence: 0.85, at });
    const deletion = deletionOf(literal, before, code.text);
    if (deletion > 0) calls.push({ kind: 'delete', confidence: deletion, at });
    if (
      WRITE.test(before) &&
      isGuardPath(normalizePath(literal.text.replace(OPEN_MODE, ''))) &&
      writes(before, after, literal.text)
    ) {
      calls.push({ kind: 'tampering', confidence: 0.9, at });
    }
  }
  return calls;
}

const QUOTED = /(?:%x|\bqx)\s*([({[<|!/])/g;
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']', '<': '>' };

/** `%x(cmd)` of Ruby, `qx{cmd}` of Perl. */
function quotedCommands(code: Source): CodeCall[] {
  const calls: CodeCall[] = [];
  for (const found of code.text.matchAll(QUOTED)) {
    const start = found.index + found[0].length;
    const close = code.text
      .slice(start, start + 4096)
      .indexOf(CLOSERS[found[1] ?? ''] ?? found[1] ?? ')');
    if (close > 0) calls.push({ kind: 'shell', source: sourceFrom(code, start, start + close) });
    if (calls.length >= MAX_QUOTED) break;
  }
  return calls;
}

/** `open` reads unless its mode says otherwise; `Path(…)` does whatever its method does. */
function writes(before: string, after: string, text: string): boolean {
  // Perl: `open(F, ">x")`, `open(my $f, ">", "x")`.
  if (/^[ \t]*\+?>/.test(text) || /['"]\+?>{1,2}[^'"]{0,24}['"]\s*,\s*$/.test(before)) return true;
  if (/\bPath\s*\(\s*$/.test(before))
    return /^\s*\)\s*\.(?:write_\w+|unlink|rename|replace|touch|chmod)/.test(after);
  if (/\b(?:File\.)?open\s*\(\s*$/.test(before)) return opensForWriting(after);
  return true;
}

function opensForWriting(after: string): boolean {
  return /^\s*,\s*(?:mode\s*=\s*)?['"][rbt]*[wax+]/.test(after);
}

function reportSqlIn(source: Source): (call: Invocation) => void {
  return (call) => {
    for (const finding of findDestructiveSql(source.text)) {
      call.report('shell-sql', finding.confidence, {
        start: source.locate(finding.start),
        end: source.locate(finding.end - 1) + 1,
      });
    }
  };
}

/** A command in one string, or the first of a list of words. */
function shellCall(code: Source, literal: StringLiteral, source: Source, before: string): CodeCall {
  const list =
    /(?:\[\s*$|(?:spawn|spawnSync|execFile|execFileSync|system|exec|exec[lv]p?e?|spawn[lv]p?e?|Command|run|Start|ProcessBuilder)(?:\s*\(|\s)\s*$)/.test(
      before,
    );
  const rest = list
    ? /^(?:\s*,\s*(?:\{\s*args\s*:\s*)?\[?\s*(?:'[^'\n]{0,200}'|"[^"\n]{0,200}")){1,16}/.exec(
        code.text.slice(literal.end, literal.end + 2048),
      )?.[0]
    : undefined;
  if (rest === undefined) return { kind: 'shell', source: withConcatenated(code, literal, source) };
  const words = [...rest.matchAll(/'([^'\n]*)'|"([^"\n]*)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const line = [literal.text, ...words].map(quoteWord).join(' ');
  return { kind: 'argv', source: { text: line, locate: () => code.locate(literal.start) } };
}

/** `'rm' + ' -rf /'`: strings that are joined are read as one. */
function withConcatenated(code: Source, literal: StringLiteral, source: Source): Source {
  const rest = /^(?:\s*[+.]?\s*(?:'[^'\n]{0,200}'|"[^"\n]{0,200}")){1,16}/.exec(
    code.text.slice(literal.end, literal.end + 2048),
  )?.[0];
  if (rest === undefined) return source;
  const parts = [...rest.matchAll(/'([^'\n]*)'|"([^"\n]*)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return { text: literal.text + parts.join(''), locate: () => code.locate(literal.start) };
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./~*-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function deletionOf(literal: StringLiteral, before: string, code: string): number {
  const tree = DELETE_TREE.test(before);
  const file = !tree && DELETE_FILE.test(before);
  if (!tree && !file) return 0;
  if (
    /\bPath\s*\(\s*$/.test(before) &&
    !/^\s*\)\s*\.(?:unlink|rmdir)/.test(code.slice(literal.end, literal.end + 24))
  )
    return 0;
  const kind = targetKind(argumentOf(literal));
  if (kind === 'temporary' || kind === 'regenerable') return 0;
  if (kind === 'root' || kind === 'system' || kind === 'home') return 0.95;
  return tree ? (kind === 'relative' ? 0.6 : 0.85) : 0;
}
