import type { JsonObject, JsonValue } from '../../json.ts';
import { toolNames } from '../../tool-name.ts';
import { formatStep } from '../structured-path.ts';
import { isGuardPath } from './guard-paths.ts';
import { guardPathsInPatch } from './patch-paths.ts';
import { normalizePath } from './target.ts';

/** A parameter that makes a file tool change one of SafeAI's own files. */
export interface TamperingHit {
  /** JSONPath of the string, e.g. `$.edits[0]['file path']`. */
  readonly path: string;
  /** Span in that string, half-open. */
  readonly start: number;
  readonly end: number;
  /** What stands there. */
  readonly value: string;
}

/** Verbs of tools that change files; compared with the words of a tool's name. */
const WRITING = new Set([
  'write',
  'edit',
  'multiedit',
  'create',
  'update',
  'modify',
  'replace',
  'insert',
  'append',
  'save',
  'put',
  'overwrite',
  'patch',
  'apply',
  'move',
  'rename',
  'delete',
  'remove',
  'unlink',
  'trash',
  'copy',
  'chmod',
  'truncate',
  'upload',
  'str',
  'set',
  'rm',
  'mv',
  'cp',
  'touch',
  'store',
]);
/** Verbs that only read, whatever else the name says. */
const READING = new Set([
  'read',
  'get',
  'list',
  'search',
  'view',
  'find',
  'grep',
  'stat',
  'show',
  'cat',
  'open',
  'fetch',
  'download',
  'glob',
]);
const PATH_KEY =
  /(?:^|_)(?:path|paths|file|files|filename|filepath|target|destination|dest|dst|source|src|to|from|uri|url|notebook|name|key|location)(?:$|_)/;
const PATCH_KEY = /(?:^|_)(?:patch|diff|input|content|changes)(?:$|_)/;

const MAX_NODES = 20_000;
const MAX_HITS = 64;

/**
 * The parameters with which a file tool would change SafeAI's configuration, policies, plugins, keys, lock
 * or the settings of a client's hooks. Reading them is no finding. Pure and total.
 */
export function findTampering(toolName: string, parameters: JsonObject): readonly TamperingHit[] {
  const verb = writingVerb(toolName);
  if (verb === undefined) return [];
  const hits: TamperingHit[] = [];
  const stack: { readonly value: JsonValue; readonly path: string; readonly key: string }[] = [
    { value: parameters, path: '$', key: '' },
  ];
  for (
    let visited = 0;
    stack.length > 0 && visited < MAX_NODES && hits.length < MAX_HITS;
    visited++
  ) {
    const node = stack.pop();
    if (node === undefined) break;
    const { value, path, key } = node;
    if (typeof value === 'string') collect(value, path, key, verb, hits);
    else if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--)
        stack.push({ value: value[index] as JsonValue, path: path + formatStep(index), key });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value).reverse())
        stack.push({ value: inner, path: path + formatStep(name), key: snakeCase(name) });
    }
  }
  return hits;
}

/** The verb that makes a tool one that writes files, or undefined. */
function writingVerb(toolName: string): string | undefined {
  const name =
    toolNames(toolName.slice(0, 512).replace(/([a-z0-9])([A-Z])/g, '$1_$2')).at(-1) ?? '';
  const words = name.split(/[^a-z0-9]+/).filter((word) => word !== '');
  if (
    words.some((word) => READING.has(word)) &&
    !words.some((word) => word === 'write' || word === 'edit')
  )
    return undefined;
  return (
    words.find((word) => WRITING.has(word)) ??
    words.find((word) =>
      /^(?:write|edit|create|delete|remove|rename|move|apply)[a-z]*(?:file|files|patch)$/.test(
        word,
      ),
    )
  );
}

function collect(
  value: string,
  path: string,
  key: string,
  verb: string,
  hits: TamperingHit[],
): void {
  if (PATH_KEY.test(key)) {
    // A copy only reads its source.
    if (verb === 'copy' || verb === 'cp') if (/(?:^|_)(?:source|src|from)(?:$|_)/.test(key)) return;
    if (namesGuardFile(value)) hits.push({ path, start: 0, end: value.length, value });
  } else if (PATCH_KEY.test(key)) {
    for (const { start, end } of guardPathsInPatch(value)) {
      hits.push({ path, start, end, value: value.slice(start, end) });
    }
  }
}

/** Whether a path, `file:` address or Windows path names one of SafeAI's files. */
export function namesGuardFile(value: string): boolean {
  if (value.length === 0 || value.length > 4096 || value.includes('\n')) return false;
  const local = decode(value.trim().replace(/^file:\/\/(?:localhost)?/i, '')).replaceAll('\\', '/');
  return isGuardPath(normalizePath(local));
}

function decode(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function snakeCase(name: string): string {
  return name
    .slice(0, 128)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}
