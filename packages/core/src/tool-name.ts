import { compileGlob, type Glob } from './glob.ts';

/** Tools that run a shell: a command in them is in command position. */
export const SHELL_TOOLS: readonly string[] = [
  'shell*',
  '*_shell',
  'bash',
  'sh',
  'zsh',
  'exec*',
  '*_exec',
  'run_command',
  'terminal',
  'powershell',
  'cmd',
];

/** Tools that talk to a database. */
export const DATABASE_TOOLS: readonly string[] = [
  'database_*',
  'db_*',
  'sql_*',
  '*_query',
  '*_sql',
];

const SEPARATOR = /__|[./:]/g;

/** What a name shows nobody: blanks and separators around it, and characters without a shape. */
const UNSEEN = /\p{Cf}|^[\s./:_]+|[\s./:_]+$/gu;

/**
 * The names under which globs see a tool, lower-cased: the full name and its last segment after
 * `__`, `.`, `/` or `:` (`mcp__srv__bash` is also `bash`).
 */
export function toolNames(tool: string): readonly string[] {
  const lower = tool.toLowerCase();
  const full = lower.replace(UNSEEN, '') || lower;
  let cut = 0;
  for (const match of full.matchAll(SEPARATOR)) cut = match.index + match[0].length;
  return cut === 0 || cut === full.length ? [full] : [full, full.slice(cut)];
}

/**
 * The names that rules compare with their globs: those of {@link toolNames}, and the name as it is. So nobody gets out
 * of a rule by dressing a name up, and a rule for `_delete` is for the tool of that name.
 */
export function namesForGlobs(tool: string): readonly string[] {
  const names = toolNames(tool);
  const lower = tool.toLowerCase();
  return names.includes(lower) ? names : [...names, lower];
}

/** Compiles a tool glob; the result tests the names that {@link namesForGlobs} gives. */
export function compileToolGlob(pattern: string): Glob {
  return compileGlob(pattern.toLowerCase());
}

const shellGlobs = SHELL_TOOLS.map(compileToolGlob);
const databaseGlobs = DATABASE_TOOLS.map(compileToolGlob);

/** Words that make a tool one that runs a shell, wherever they stand in its name: `run_bash`, `bashTool`. */
const SHELL_WORDS: ReadonlySet<string> = new Set([
  'shell',
  'bash',
  'sh',
  'zsh',
  'terminal',
  'powershell',
  'pwsh',
  'cmd',
  'exec',
  'subprocess',
  'console',
  'stdin',
]);
const DATABASE_WORDS: ReadonlySet<string> = new Set([
  'sql',
  'database',
  'psql',
  'postgres',
  'mysql',
  'sqlite',
  'mariadb',
  'mongosh',
]);

/**
 * What a tool does with its strings: `shell` and `database` tools run them. By the globs of the shipped
 * rules, and beyond them by every word of the name: what is run is judged as a command whatever the tool is called.
 */
export function toolClass(tool: string): 'shell' | 'database' | 'other' {
  const names = toolNames(tool);
  const words = tool
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const is = (globs: readonly Glob[], known: ReadonlySet<string>): boolean =>
    globs.some((glob) => names.some((name) => glob(name))) || words.some((word) => known.has(word));
  if (is(shellGlobs, SHELL_WORDS)) return 'shell';
  return is(databaseGlobs, DATABASE_WORDS) ? 'database' : 'other';
}
