import { isAbsolute, parsePosix, parseWindows, type ParsedPath } from './file-path.ts';
import type { Operator } from './operator.ts';
import { agreed, truth, UNSURE } from './truth.ts';

/**
 * The field is a path that stays in the folder, the folder itself included. Both are resolved by their text
 * alone: `..` is followed, links are not, and no environment variable or `~` is expanded. A path whose place
 * cannot be told from its text (a relative one, one that differs only in case, a Windows path with an 8.3
 * name or a trailing dot) is of the wrong type.
 */
export const within: Operator = {
  fields: ['parameter'],
  compile(operand, _kind, complain) {
    if (typeof operand !== 'string' || !isAbsolute(operand)) {
      complain('must be an absolute folder, such as /srv/data or C:\\data');
      return null;
    }
    return operand.startsWith('/') ? inPosixFolder(operand) : inWindowsFolder(operand, complain);
  },
};

function inPosixFolder(operand: string) {
  const folder = parsePosix(operand);
  return (value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith('/') || value.includes('\0')) return UNSURE;
    const path = parsePosix(value);
    const inside = contains(folder, path);
    if (!inside && contains(folded(folder), folded(path))) return UNSURE;
    if (!value.includes('\\')) return truth(inside);
    return agreed(inside, contains(folder, parsePosix(value.replaceAll('\\', '/'))));
  };
}

function inWindowsFolder(operand: string, complain: (message: string) => void) {
  const folder = parseWindows(operand);
  if (folder === null) {
    complain(
      'must not have 8.3 names (PROGRA~1), streams, or names that end with a dot or a blank',
    );
    return null;
  }
  return (value: unknown) => {
    const path = typeof value === 'string' ? parseWindows(value) : null;
    return path === null ? UNSURE : truth(contains(folder, path));
  };
}

function contains(folder: ParsedPath, path: ParsedPath): boolean {
  return (
    folder.root === path.root && folder.names.every((name, index) => name === path.names[index])
  );
}

/** As a file system that ignores case and composition sees it. */
function folded(path: ParsedPath): ParsedPath {
  return { root: path.root, names: path.names.map((name) => name.normalize('NFKC').toLowerCase()) };
}
