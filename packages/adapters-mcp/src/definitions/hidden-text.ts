/**
 * Characters that a person does not see, or sees in another order, and a model reads: zero-width and other format
 * characters, tags, bidirectional controls, variation selectors of the supplement, control characters. Joiners within
 * emoji and words and the marks that right-to-left text needs are none: what they do is seen.
 */
const HIDDEN = new RegExp(
  [
    // Control characters but tab and line ends.
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]',
    // Fillers and format characters of scripts.
    '\\u00ad|\\u034f|\\u061c|[\\u115f\\u1160]|[\\u17b4\\u17b5]|[\\u180b-\\u180f]|\\u3164|\\uffa0',
    // Zero-width space, line separators, embeddings, overrides, isolates, invisible operators.
    '\\u200b|[\\u2028-\\u202e]|[\\u2060-\\u206f]|\\ufeff|[\\ufff0-\\ufffb]',
    '[\\u{1bca0}-\\u{1bca3}]|[\\u{1d173}-\\u{1d17a}]',
    // Tags and the supplement of variation selectors.
    '[\\u{e0000}-\\u{e0fff}]',
    // A joiner that joins nothing.
    '(?<![\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{L}\\p{M}\\ufe0f])(?:\\u200c|\\u200d)',
    // Marks in a row.
    '[\\u200e\\u200f](?=[\\u200e\\u200f])',
  ].join('|'),
  'u',
);

/** Whether a text holds what is hidden from a person. Linear in its length. */
export function hidesText(text: string): boolean {
  return HIDDEN.test(text.replace(FLAGS, ''));
}

/** A flag of a region, such as Scotland's: the one honest use of tags. */
const FLAG = '\\u{1f3f4}(?:[\\u{e0061}-\\u{e007a}]|[\\u{e0030}-\\u{e0039}]){2,8}\\u{e007f}';

const FLAGS = new RegExp(FLAG, 'gu');

const TAGS = new RegExp(`${FLAG}|[\\u{e0000}-\\u{e007f}]`, 'gu');

/** A text without tag characters, which spell out text that nobody sees. Flags stay. Linear in its length. */
export function withoutTags(text: string): string {
  return text.replace(TAGS, (found) => (found.startsWith('\u{1f3f4}') ? found : ''));
}

/** A text on one line, with all that is hidden in it spelled out: for terminals, logs and forms. */
export function shown(text: string, longest = 500): string {
  const spelled = text.replace(
    new RegExp(`\\p{C}|\\p{Zl}|\\p{Zp}|${HIDDEN.source}`, 'gu'),
    (found) => {
      const [point = 0] = Array.from(found, (character) => character.codePointAt(0));
      return `\\u{${point.toString(16)}}`;
    },
  );
  const rest = spelled.length - longest;
  return rest > 0 ? `${spelled.slice(0, longest)}… (${rest} more characters)` : spelled;
}
