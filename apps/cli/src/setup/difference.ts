import { lineDifference } from '../service/line-difference.ts';

/** Most lines that are compared one by one: the work grows with the product of both numbers. */
const MAX_LINES = 2000;

/**
 * What changes in a text, as lines: `@@ line` where it is, `- ` what goes, `+ ` what comes. Lines at the beginning and the
 * end that stay are left out first.
 */
export function textDifference(before: string | null, after: string | null): string[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let tail = 0;
  const most = Math.min(old.length, fresh.length) - start;
  while (tail < most && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const from = old.slice(start, old.length - tail);
  const to = fresh.slice(start, fresh.length - tail);
  if (from.length === 0 && to.length === 0) return [];
  return [`@@ line ${start + 1}`, ...changes(from, to)];
}

function changes(from: readonly string[], to: readonly string[]): string[] {
  if (from.length === 0) return to.map((line) => `+ ${line}`);
  if (to.length === 0) return from.map((line) => `- ${line}`);
  if (from.length > MAX_LINES || to.length > MAX_LINES) {
    return [...from.map((line) => `- ${line}`), ...to.map((line) => `+ ${line}`)];
  }
  return lineDifference(from.join('\n'), to.join('\n'));
}

function linesOf(text: string | null): string[] {
  if (text === null || text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
