import type { JsonObject } from '../../json.ts';
import { toolNames } from '../../tool-name.ts';

/** What a tool does with the files that it is given. */
export type ToolVerb = 'writes' | 'copies' | 'reads';

/** Verbs of tools that change files; compared with the words of a tool's name or of its `command`. */
const WRITING = new Set(
  (
    'write edit multiedit create update modify replace insert append save put overwrite patch apply move rename ' +
    'delete remove unlink trash chmod truncate upload str set rm mv touch store extract unzip untar mount link ' +
    'symlink restore revert checkout add undo redo prepend sync install mkdir wb'
  ).split(' '),
);
/** Verbs of tools that write to one of their paths and read the others. */
const COPYING = new Set('copy cp download export dump duplicate clone convert'.split(' '));
/** Verbs that only read, whatever else the name says. */
const READING = new Set(
  'read get list search view find grep stat show cat open fetch glob describe preview diff check'.split(
    ' ',
  ),
);
const JOINED =
  /^(?:write|edit|create|delete|remove|rename|move|apply|save|update|append|replace)[a-z]{0,16}(?:file|files|patch|text|content|contents)$/;
/** Fields in which a tool of many uses is told what to do. */
const ACTION_FIELDS = [
  'command',
  'action',
  'operation',
  'op',
  'mode',
  'method',
  'verb',
  'subcommand',
];

/** What a call does with the files that it names, by the tool's name and by what it is told to do. */
export function toolVerb(toolName: string, parameters: JsonObject): ToolVerb {
  const named = verbOf(lastName(toolName));
  for (const field of ACTION_FIELDS) {
    const told = parameters[field];
    if (typeof told !== 'string' || !/^[\w.-]{1,40}$/.test(told)) continue;
    const verb = verbOf(told);
    if (verb !== undefined) return verb;
    if (/^(?:w|a|wb|ab|w\+|a\+|x)$/.test(told)) return 'writes';
  }
  return named ?? 'reads';
}

function lastName(toolName: string): string {
  return toolNames(toolName.slice(0, 512).replace(/([a-z0-9])([A-Z])/g, '$1_$2')).at(-1) ?? '';
}

function verbOf(name: string): ToolVerb | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const reads = words.some((word) => READING.has(word));
  if (reads && !words.some((word) => word === 'write' || word === 'edit')) return 'reads';
  if (words.some((word) => WRITING.has(word) || JOINED.test(word))) return 'writes';
  return words.some((word) => COPYING.has(word)) ? 'copies' : undefined;
}
