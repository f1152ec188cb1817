import { toolClass } from '../tool-name.ts';
import type { TextPosition } from './analyzer.ts';

const COMMAND_WORDS: ReadonlySet<string> = new Set(
  [
    'command',
    'cmd',
    'cmdline',
    'commandline',
    'script',
    'arg',
    'argv',
    'code',
    'query',
    'sql',
    'statement',
    'shell',
    'bash',
    'exec',
    'run',
  ].flatMap((word) => [word, word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`]),
);

/** Longest name that is looked at. */
const MAX_FIELD = 64;

/**
 * Whether what stands in a field of this name, at any depth, is going to be run: its last word says so, as in
 * `command`, `shell_command`, `sqlQuery`, `args`, `statements`; or it is a `command line`.
 */
export function isCommandField(name: string): boolean {
  if (name.length > MAX_FIELD) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const last = words.at(-1) ?? '';
  return COMMAND_WORDS.has(last) || (last === 'line' && words.at(-2) === 'command');
}

/** Whether every string of a call to this tool is going to be run. */
export function isCommandTool(toolName: string | undefined): boolean {
  return toolName !== undefined && toolClass(toolName) !== 'other';
}

/** The position of a whole payload, if there is one: the caller's, else that of the tool's class. */
export function fixedPosition(
  given: TextPosition | undefined,
  toolName: string | undefined,
): TextPosition | undefined {
  return given ?? (isCommandTool(toolName) ? 'command' : undefined);
}
