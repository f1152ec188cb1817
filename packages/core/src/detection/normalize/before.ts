/** The two characters before a place, as they are read; -1 where there are none. */
export interface Before {
  readonly last: number;
  readonly secondLast: number;
}

/** Before a text's beginning. */
export const NOTHING: Before = { last: -1, secondLast: -1 };

/** What stands before `at` when `text` from `from` to there follows what stood before `from`. */
export function followed(before: Before, text: string, from: number, at: number): Before {
  if (at - from >= 2) return { last: text.charCodeAt(at - 1), secondLast: text.charCodeAt(at - 2) };
  return at === from ? before : { last: text.charCodeAt(from), secondLast: before.last };
}
