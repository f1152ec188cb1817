import { SafeAIError } from './errors.ts';

/**
 * Data tags are dotted and hierarchical (`personal.pii.email`): a rule that names `personal.pii`
 * covers `personal.pii.email`, never `personal`.
 */

/** Longest accepted tag, in UTF-16 code units. */
export const MAX_TAG_LENGTH = 128;

/** Names that older documents use, and the tag that they mean. They hold as a first part too (`pii.email`). */
export const TAG_ALIASES: ReadonlyMap<string, string> = new Map([
  ['pii', 'personal.pii'],
  ['dangerous.command', 'destructive'],
]);

/**
 * The canonical form of a tag: trimmed, lower-cased, aliases resolved.
 *
 * @throws SafeAIError `invalid_tag` for an empty tag, an empty segment, a blank inside, or one over {@link MAX_TAG_LENGTH}
 */
export function normalizeTag(raw: string): string {
  const tag = raw.trim().toLowerCase();
  if (tag.length > MAX_TAG_LENGTH) {
    throw new SafeAIError(
      'invalid_tag',
      `A tag is longer than ${String(MAX_TAG_LENGTH)} characters.`,
    );
  }
  if (tag === '' || /^\.|\.$|\.\.|[\s\p{Cc}]/u.test(tag)) {
    throw new SafeAIError(
      'invalid_tag',
      'A tag is one or more segments joined by single dots, without blanks, such as personal.pii.',
    );
  }
  for (const [alias, meaning] of TAG_ALIASES) {
    if (tag === alias) return meaning;
    if (tag.startsWith(alias) && tag[alias.length] === '.')
      return meaning + tag.slice(alias.length);
  }
  return tag;
}

/** Normalises every tag and drops repeats; order is kept. Throws as {@link normalizeTag}. */
export function normalizeTags(raw: readonly string[]): string[] {
  return [...new Set(raw.map(normalizeTag))];
}

/** Whether a rule's tag covers a content's tag: the same one, or one of its parents. Both normalised. */
export function tagCovers(ruleTag: string, tag: string): boolean {
  return tag === ruleTag || (tag.startsWith(ruleTag) && tag[ruleTag.length] === '.');
}

/** The tag itself, then each parent: `a.b.c` → `a.b.c`, `a.b`, `a`. */
export function tagWithParents(tag: string): string[] {
  const chain = [tag];
  for (let dot = tag.lastIndexOf('.'); dot > 0; dot = tag.lastIndexOf('.', dot - 1)) {
    chain.push(tag.slice(0, dot));
  }
  return chain;
}

/** How precise a tag is: its number of segments. An untagged rule counts 0. */
export function tagPrecision(tag: string): number {
  let segments = 1;
  for (let index = tag.indexOf('.'); index !== -1; index = tag.indexOf('.', index + 1)) segments++;
  return segments;
}
