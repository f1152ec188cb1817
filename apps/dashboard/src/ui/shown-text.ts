/**
 * What would not be seen, or would turn what stands around it: C0 and C1 controls but the line feed and the tab, marks
 * and overrides of direction (Unicode TR 9), what has no width, and tags.
 */
const UNSEEN =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A text as it is shown: cut to so many characters, with what would not be seen as its code point, `⟨U+202E⟩`. O(most). */
export function shownText(
  text: string,
  most = Infinity,
): { readonly text: string; readonly isCut: boolean } {
  const isCut = text.length > most;
  const kept = isCut ? text.slice(0, most).replace(/[\ud800-\udbff]$/, '') : text;
  return {
    text: kept.replace(UNSEEN, (mark) => `⟨U+${codeOf(mark)}⟩`),
    isCut,
  };
}

function codeOf(mark: string): string {
  return (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
