import { toolClass } from '../tool-name.ts';
import type { TextPosition } from './analyzer.ts';

const COMMAND_FIELDS: ReadonlySet<string> = new Set([
  'command',
  'cmd',
  'script',
  'args',
  'argv',
  'code',
  'query',
  'sql',
  'statement',
  'shell',
  'bash',
  'exec',
  'run',
]);

/** Whether what stands in a field of this name, at any depth, is going to be run. */
export function isCommandField(name: string): boolean {
  return name.length <= 9 && COMMAND_FIELDS.has(name.toLowerCase());
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
