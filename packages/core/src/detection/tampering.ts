import type { JsonObject } from '../json.ts';
import { compileToolGlob, toolNames } from '../tool-name.ts';
import type { Detection } from './detection.ts';
import { isGuardPath } from './shell/guard-paths.ts';
import { normalizePath } from './shell/target.ts';
import { pathOf, rootPlace, walkPayload, type StructuredLimits } from './structured-walk.ts';

/** Tools that change files, by name. Reading is no tampering. */
const WRITERS = [
  'write*',
  '*_write',
  '*_write_*',
  'edit*',
  '*_edit',
  '*_edit_*',
  'multi_edit',
  'multiedit',
  'create*file*',
  'str_replace*',
  'apply_*patch*',
  '*patch',
  'save*',
  'append*',
  'update*file*',
  'put*file*',
  'insert*',
  'move*',
  'rename*',
  'copy*',
  'delete*',
  'remove*',
  'unlink*',
  'truncate*',
  'symlink*',
  'upload*',
  'download*',
  '*_file_write',
  'file_*',
  'fs_*',
].map(compileToolGlob);
const READERS = [
  'file_read*',
  'fs_read*',
  'file_search*',
  'file_list*',
  'fs_list*',
  'fs_stat*',
].map(compileToolGlob);

/** Fields that name a file. */
const PATH_FIELD =
  /^(?:.*[_-])?(?:path|paths|file|files|filename|filepath|file_?name|file_?path|target|dest|destination|to|uri|url)$/i;
/** A patch names the files that it changes in lines of its own. */
const PATCHED =
  /^(?:\*\*\* (?:Add|Update|Delete|Move to)(?: File)?:|\+\+\+|---) +(?:[ab]\/)?([^\t\r\n]{1,4096})/gm;

/**
 * Calls of file tools that would change SafeAI's own configuration, policies, plugins, keys or lock, or the
 * settings in which a client's hooks are registered: an agent that can rewrite its guard has none.
 *
 * @throws LimitExceededError past the limits. Linear in the size of the parameters.
 */
export function findTampering(
  toolName: string,
  parameters: JsonObject,
  limits: StructuredLimits = {},
): Detection[] {
  const names = toolNames(toolName);
  const isOne = (globs: typeof WRITERS): boolean =>
    globs.some((glob) => names.some((name) => glob(name)));
  if (!isOne(WRITERS) || isOne(READERS)) return [];
  const found: Detection[] = [];
  walkPayload(parameters, rootPlace(false), limits, {
    leaf: (text, place) => {
      for (const { start, end } of namedFiles(text, place.name)) {
        found.push(tampering(text.slice(start, end), start, pathOf(place)));
      }
    },
    key: () => undefined,
    array: () => undefined,
    object: () => undefined,
  });
  return found;
}

/** Where a parameter names one of SafeAI's own files. */
function namedFiles(text: string, field: string): { start: number; end: number }[] {
  if (PATH_FIELD.test(field)) {
    return isOwn(text) ? [{ start: 0, end: text.length }] : [];
  }
  return [...text.matchAll(PATCHED)].flatMap((match) => {
    const [line, path = ''] = match;
    const end = match.index + line.length;
    return isOwn(path.trimEnd()) ? [{ start: end - path.length, end }] : [];
  });
}

function isOwn(path: string): boolean {
  return isGuardPath(normalizePath(path.replace(/^file:\/\//i, '').replaceAll('\\', '/')));
}

function tampering(value: string, start: number, path: string): Detection {
  return {
    type: 'destructive',
    detector: 'guard-file-tool',
    tags: ['tampering'],
    confidence: 0.95,
    placeholder: '[DESTRUCTIVE_REDACTED]',
    value,
    location: { start, end: start + value.length },
    path,
  };
}
