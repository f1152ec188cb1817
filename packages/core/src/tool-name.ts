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

/**
 * The names under which globs see a tool, lower-cased: the full name and its last segment after
 * `__`, `.`, `/` or `:` (`mcp__srv__bash` is also `bash`).
 */
export function toolNames(tool: string): readonly string[] {
  const full = tool.toLowerCase();
  let cut = 0;
  for (const match of full.matchAll(SEPARATOR)) cut = match.index + match[0].length;
  return cut === 0 || cut === full.length ? [full] : [full, full.slice(cut)];
}

/** Compiles a tool glob; the result tests the names that {@link toolNames} gives. */
export function compileToolGlob(pattern: string): Glob {
  return compileGlob(pattern.toLowerCase());
}

const shellGlobs = SHELL_TOOLS.map(compileToolGlob);
const databaseGlobs = DATABASE_TOOLS.map(compileToolGlob);

/** The class of a tool by its name: `shell`, `database`, or `other`. */
export function toolClass(tool: string): 'shell' | 'database' | 'other' {
  const names = toolNames(tool);
  const hit = (globs: readonly Glob[]): boolean =>
    globs.some((glob) => names.some((name) => glob(name)));
  if (hit(shellGlobs)) return 'shell';
  return hit(databaseGlobs) ? 'database' : 'other';
}
