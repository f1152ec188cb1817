/** What a rule's `reason` and `fallbackTemplate` may name in braces. */
export type Placeholder = 'surface' | 'tool' | 'tags' | 'reason';

/** Gives the text that stands for a placeholder. */
export type PlaceholderValues = (name: Placeholder) => string;

export const REASON_PLACEHOLDERS: readonly Placeholder[] = ['surface', 'tool', 'tags'];
export const FALLBACK_PLACEHOLDERS: readonly Placeholder[] = ['surface', 'tool', 'tags', 'reason'];

const BRACED = /\{([A-Za-z_]+)\}/g;

/** A compiled text: literal parts, with placeholders between them. */
export class TextTemplate {
  readonly #parts: readonly (string | { readonly name: Placeholder })[];
  /** The whole text, where it names nothing. */
  readonly #plain: string | null;

  /** @param text braces that name no placeholder stay as they are; see {@link unknownPlaceholders} */
  constructor(text: string) {
    const parts: (string | { readonly name: Placeholder })[] = [];
    let at = 0;
    for (const match of text.matchAll(BRACED)) {
      const name = FALLBACK_PLACEHOLDERS.find((known) => known === match[1]);
      if (name === undefined) continue;
      parts.push(text.slice(at, match.index), { name });
      at = match.index + match[0].length;
    }
    parts.push(text.slice(at));
    this.#parts = parts;
    this.#plain = at === 0 ? text : null;
  }

  /** O(length of the result). A value is put in as it is: braces in it name nothing. */
  fill(values: PlaceholderValues): string {
    if (this.#plain !== null) return this.#plain;
    let text = '';
    for (const part of this.#parts) text += typeof part === 'string' ? part : values(part.name);
    return text;
  }
}

/** The names in braces that are none of those allowed. */
export function unknownPlaceholders(text: string, allowed: readonly Placeholder[]): string[] {
  const names = [...text.matchAll(BRACED)].map((match) => match[1] ?? '');
  return names.filter((name) => !allowed.some((known) => known === name));
}
