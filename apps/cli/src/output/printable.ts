/** Control and direction characters: they could move the cursor, or show a text as another. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A text that is someone else's, made safe for a line on a terminal: `\n` and the like are written out. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const escaped = JSON.stringify(character).slice(1, -1);
    return escaped === character ? unicodeEscape(character) : escaped;
  });
}

/** JSON with the same characters escaped, where JSON itself would leave them; the document stays the same. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    character === '\n' ? character : unicodeEscape(character),
  );
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
