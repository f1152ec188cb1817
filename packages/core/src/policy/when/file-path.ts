/** An absolute path, resolved by its text. */
export interface ParsedPath {
  /** `/`, a drive (`c:`) or a share (`//server/share`). */
  readonly root: string;
  readonly names: readonly string[];
}

const DRIVE = /^[a-z]:(?=\/)/;
const SHARE = /^\/\/[^/]+\/+[^/]+/;
/** `\\?\` and `\\.\`, which lead to the same places. */
const DEVICE = /^\/\/[?.]\//;
/** 8.3 names, alternate streams, and names that Windows shortens: their text does not tell the place. */
const UNCLEAR_NAME = /~\d|[:\0]|[. ]$/;

/** A POSIX path from the root, a drive with a separator, or a share. */
export function isAbsolute(path: string): boolean {
  if (path.includes('\0')) return false;
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || /^\\\\[^\\/]/.test(path);
}

/** Resolves an absolute POSIX path; `..` at the root stays there. O(length). */
export function parsePosix(path: string): ParsedPath {
  return { root: '/', names: resolve(path) };
}

/**
 * Resolves an absolute Windows path, in lower case. O(length).
 *
 * @returns `null` for one that is not absolute, or whose place its text does not tell
 */
export function parseWindows(raw: string): ParsedPath | null {
  let path = raw.replaceAll('\\', '/').toLowerCase();
  if (DEVICE.test(path)) {
    // Such a path is taken literally: `..` in it is a name.
    if (path.split('/').includes('..')) return null;
    path = path.slice(4);
    if (path.startsWith('unc/')) path = `//${path.slice(4)}`;
  }
  const root = (DRIVE.exec(path) ?? SHARE.exec(path))?.[0];
  if (root === undefined) return null;
  const rest = path.slice(root.length);
  const unclear = rest
    .split('/')
    .some((name) => !/^\.{0,2}$/.test(name) && UNCLEAR_NAME.test(name));
  if (unclear || (!rest.startsWith('/') && rest !== '')) return null;
  return { root: root.replaceAll(/(?!^)\/+/g, '/'), names: resolve(rest) };
}

function resolve(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}
