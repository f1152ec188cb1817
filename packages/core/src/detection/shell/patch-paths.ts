import type { Span } from '../detection.ts';
import { isGuardPath } from './guard-paths.ts';
import { normalizePath } from './target.ts';

/** Lines of a patch that name a file: unified diff, git's extended headers, `*** Update File:` blocks. */
const HEADER =
  /^(?:\+\+\+ |--- |\*\*\* (?:Update|Add|Delete) File: |\*\*\* Move to: |rename (?:from|to) |copy to |diff --git )/;

/** Where a patch names files of SafeAI's own. */
export function guardPathsInPatch(patch: string): readonly Span[] {
  const spans: Span[] = [];
  let start = 0;
  while (start < patch.length && spans.length < 64) {
    const newline = patch.indexOf('\n', start);
    const end = newline === -1 ? patch.length : newline;
    const header = end - start <= 4096 ? HEADER.exec(patch.slice(start, end))?.[0] : undefined;
    if (header !== undefined) {
      const from = start + header.length;
      for (const match of patch.slice(from, end).matchAll(/[^\t\r]+/g)) {
        if (match[0].split(' ').some(isGuardFile) || isGuardFile(match[0].trim()))
          spans.push({ start: from + match.index, end: from + match.index + match[0].length });
      }
    }
    start = end + 1;
  }
  return spans;
}

function isGuardFile(path: string): boolean {
  return isGuardPath(normalizePath(path.replace(/^["']?[ab]\//, '').replace(/["']$/, '')));
}
