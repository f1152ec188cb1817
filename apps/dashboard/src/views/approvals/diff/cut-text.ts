/** Longest text of a value that is shown whole, in UTF-16 code units. */
export const MOST_SHOWN = 200;

/** What is left of the same text before and after a difference, in UTF-16 code units. */
const AROUND = 40;

/** A text, cut in the middle where it is longer than `most`. O(most). */
export function cutMiddle(text: string, most = MOST_SHOWN): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2);
  return `${text.slice(0, half)} […${text.length - 2 * half} characters…] ${text.slice(-half)}`;
}

/**
 * Two texts that differ, as they are shown side by side. What is equal at the beginning and the end of long ones is left
 * out first, so that cutting never hides that they differ. O(length).
 */
export function cutPair(before: string, after: string): readonly [string, string] {
  if (Math.max(before.length, after.length) <= MOST_SHOWN) return [before, after];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const skipped = Math.max(0, start - AROUND);
  const left = Math.max(0, end - AROUND);
  const shown = (text: string): string =>
    [
      skipped === 0 ? '' : `[…${skipped} characters…] `,
      cutMiddle(text.slice(skipped, text.length - left)),
      left === 0 ? '' : ` […${left} characters…]`,
    ].join('');
  return [shown(before), shown(after)];
}
