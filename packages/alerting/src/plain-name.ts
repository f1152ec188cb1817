/** Longest name in an alert, in characters. Longer ones are cut. */
export const MAX_NAME_LENGTH = 128;

/** Control characters, line breaks, marks that turn the direction of a text, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** Stands for a name in which nothing can be shown. */
const NOTHING = '-';

/** A name as it may stand in a subject, a header or a chat: one line, printable, cut, never empty. Linear. */
export function plainName(name: string, most = MAX_NAME_LENGTH): string {
  // What is far too long is cut first: cleaning it would cost for nothing.
  const line = name
    .slice(0, 8 * most)
    .replace(UNPRINTABLE, ' ')
    .trim();
  return line === '' ? NOTHING : cut(line, most);
}

/** The first characters of a text, with an ellipsis where some are missing. Never splits a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const points = Array.from(text.slice(0, 2 * most));
  let length = 0;
  let kept = '';
  for (const point of points) {
    length += point.length;
    if (length > most - 1) break;
    kept += point;
  }
  return `${kept}…`;
}
