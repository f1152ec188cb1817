/** Words that one word may become, and characters they may have together. */
const MAX_WORDS = 64;
const MAX_LENGTH = 4096;

const GROUP = /^([^{}]*)\{([^{}]*,[^{}]*)\}(.*)$/s;

/**
 * The words of a brace expansion: `{rm,-rf,/}`, `r{m,}`, `/{etc,var}/x`. Null where nothing is expanded, or
 * more than can be followed. Groups inside groups stay as they are written.
 */
export function expandBraces(word: string): readonly string[] | null {
  if (word.length > MAX_LENGTH) return null;
  let words = [word];
  for (let round = 0; round < 4; round++) {
    const next = words.flatMap(expandFirst);
    if (next.length === words.length) break;
    if (next.length > MAX_WORDS) return null;
    words = next;
  }
  return words.length === 1 && words[0] === word ? null : words;
}

function expandFirst(word: string): readonly string[] {
  const found = GROUP.exec(word);
  if (found === null) return [word];
  const [, before = '', inside = '', after = ''] = found;
  return inside.split(',', MAX_WORDS + 1).map((part) => before + part + after);
}
