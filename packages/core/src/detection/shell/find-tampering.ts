import type { JsonObject, JsonValue } from '../../json.ts';
import { formatStep } from '../structured-path.ts';
import { isControlRequest } from './control-routes.ts';
import { isGuardHolder, isGuardPath } from './guard-paths.ts';
import { guardPathsInPatch } from './patch-paths.ts';
import { normalizePath } from './target.ts';
import { toolVerb, type ToolVerb } from './tool-verb.ts';

/** A parameter with which a tool would change one of SafeAI's own files, or decide in its place. */
export interface TamperingHit {
  /** JSONPath of the string, e.g. `$.edits[0]['file path']`. */
  readonly path: string;
  /** Span in that string, half-open. */
  readonly start: number;
  readonly end: number;
  /** What stands there. */
  readonly value: string;
  /** Set when it is a key of the object at `path`. */
  readonly key?: string;
}

/** Fields whose value is what is written, sought or said, not where. */
const CONTENT_KEY =
  /(?:^|_)(?:content|contents|text|string|body|message|data|value|description|title|pattern|query|search|replace|replacement|regex|old|new|comment|prompt|reason|summary|note|notes|code|snippet|command|cmd|script|line|lines|explanation|instruction|instructions|thought)s?(?:$|_)/;
/** Fields that name a place whatever else their name says. */
const PATH_KEY =
  /(?:^|_)(?:path|paths|file|files|filename|filepath|destination|dest|dst|uri|url)(?:$|_)/;
/** Of a copy, the fields that it only reads. */
const SOURCE_KEY = /(?:^|_)(?:source|src|from|input|url|original|origin)(?:$|_)/;
const PATCH_KEY = /(?:^|_)(?:patch|diff|input|content|changes)(?:$|_)/;
const METHOD_KEY = /(?:^|_)(?:method|verb|http_method)(?:$|_)/;

const MAX_NODES = 20_000;
const MAX_HITS = 64;

interface Node {
  readonly value: JsonValue;
  readonly path: string;
  /** The name of the field in small letters, `file_path`. */
  readonly key: string;
  /** The key as it is written, and the path of the object that has it; of an object's own values alone. */
  readonly name: string;
  readonly owner: string;
}

/**
 * The parameters with which a tool would change SafeAI's configuration, policies, plugins, keys, lock or the
 * settings of a client's hooks and MCP servers, or decide in SafeAI's place through its own routes. A path may
 * stand in any field that holds no content, and in a key. Reading is no finding. Pure and total.
 */
export function findTampering(toolName: string, parameters: JsonObject): readonly TamperingHit[] {
  const verb = toolVerb(toolName, parameters);
  const changes = sendsChanges(parameters);
  const hits: TamperingHit[] = [];
  const stack: Node[] = [{ value: parameters, path: '$', key: '', name: '', owner: '' }];
  for (
    let visited = 0;
    stack.length > 0 && visited < MAX_NODES && hits.length < MAX_HITS;
    visited++
  ) {
    const node = stack.pop();
    if (node === undefined) break;
    const { value, path, key } = node;
    if (verb === 'writes' && key !== '') collectKey(node, hits);
    if (typeof value === 'string') {
      if (isControlRequest(value, changes)) hits.push({ path, start: 0, end: value.length, value });
      else if (verb !== 'reads') collect(value, path, key, verb, hits);
    } else if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--)
        stack.push({
          value: value[index] as JsonValue,
          path: path + formatStep(index),
          key,
          name: '',
          owner: '',
        });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value).reverse())
        stack.push({
          value: inner,
          path: path + formatStep(name),
          key: snakeCase(name),
          name,
          owner: path,
        });
    }
  }
  return hits;
}

/** Whether a request that the parameters describe would change something where it is sent. */
function sendsChanges(parameters: JsonObject): boolean {
  let method: string | undefined;
  let body = false;
  for (const [name, value] of Object.entries(parameters).slice(0, 64)) {
    const key = snakeCase(name);
    if (METHOD_KEY.test(key) && typeof value === 'string') method = value;
    else if (/^(?:body|data|json|payload|form|json_body|text_body)$/.test(key) && value !== null)
      body = true;
  }
  return method === undefined ? body : /^(?:POST|PUT|PATCH|DELETE)$/i.test(method.trim());
}

/** `{"files": {"safeai.yaml": "…"}}`: the key is the path. */
function collectKey({ name, owner }: Node, hits: TamperingHit[]): void {
  if (!/[./\\]/.test(name) || !namesGuardFile(name)) return;
  hits.push({ path: owner, start: 0, end: name.length, value: name, key: name });
}

function collect(
  value: string,
  path: string,
  key: string,
  verb: ToolVerb,
  hits: TamperingHit[],
): void {
  // A copy only reads its source.
  if (verb === 'copies' && SOURCE_KEY.test(key)) return;
  if (PATH_KEY.test(key) || !CONTENT_KEY.test(key)) {
    if (namesGuardFile(value)) {
      hits.push({ path, start: 0, end: value.length, value });
      return;
    }
  }
  if (PATCH_KEY.test(key)) {
    for (const { start, end } of guardPathsInPatch(value))
      hits.push({ path, start, end, value: value.slice(start, end) });
  }
}

/** Whether a path, `file:` address or Windows path names one of SafeAI's files. */
export function namesGuardFile(value: string): boolean {
  if (value.length === 0 || value.length > 4096 || value.includes('\n')) return false;
  const local = decode(value.trim().replace(/^file:\/\/(?:localhost)?/i, '')).replaceAll('\\', '/');
  const path = normalizePath(local);
  return isGuardPath(path) || isGuardHolder(path);
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
