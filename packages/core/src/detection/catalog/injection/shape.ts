import type { DetectorRule } from '../../rule.ts';

/** Pages that describe the techniques. */
export const SOURCES = {
  injection: 'https://genai.owasp.org/llmrisk/llm01-prompt-injection/',
  leakage: 'https://genai.owasp.org/llmrisk/llm072025-system-prompt-leakage/',
  atlasInjection: 'https://atlas.mitre.org/techniques/AML.T0051',
  atlasIndirect: 'https://atlas.mitre.org/techniques/AML.T0051.001',
  atlasJailbreak: 'https://atlas.mitre.org/techniques/AML.T0054',
  atlasExtraction: 'https://atlas.mitre.org/techniques/AML.T0056',
  atlasObfuscation: 'https://atlas.mitre.org/techniques/AML.T0068',
} as const;

/** What may stand between two words: blanks, and the marks that are put around words. */
export const GAP = '[\\s"\'*_,:()\\[\\]-]{1,3}';

/** Words with a semicolon between them; blanks count. */
export function list(words: string): string[] {
  return words.split(';');
}

/** Characters that mean something else in a pattern. */
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;

/**
 * A pattern for any of some literals, the longest that fits, in which a common beginning stands once: so a
 * text that fits none is told by few characters.
 */
export function oneOf(phrases: readonly string[]): string {
  const rests = new Map<string, string[]>();
  const [only] = phrases;
  if (phrases.length === 1 && only !== undefined) return only.replace(SPECIAL, '\\$&');
  for (const phrase of phrases) {
    const head = phrase.slice(0, 1);
    const tails = rests.get(head);
    if (tails === undefined) rests.set(head, [phrase.slice(1)]);
    else tails.push(phrase.slice(1));
  }
  const options = [...rests]
    .filter(([head]) => head !== '')
    .map(
      ([head, tails]) =>
        head.replace(SPECIAL, '\\$&') + (tails.every((tail) => tail === '') ? '' : oneOf(tails)),
    );
  const group = options.length === 1 ? (options[0] ?? '') : `(?:${options.join('|')})`;
  return rests.has('') ? `(?:${group})?` : group;
}

const QUOTE = '["\'“‘`«「„]';
const UNQUOTE = '[.!,…]{0,2}["\'”’`»」“]';

/**
 * A phrase as it is said, not as it is quoted: one that begins and ends with quotation marks is being
 * talked about.
 */
export function said(phrase: string): string {
  return `(?:(?<!${QUOTE})${phrase}|(?<=${QUOTE})${phrase}(?!${UNQUOTE}))`;
}

/** The same for a phrase of which only `phrase` is matched, what introduces it being looked for before it. */
export function saidAfter(introduction: string, phrase: string): string {
  return `(?:(?<=${introduction})${phrase}(?!${UNQUOTE})|(?<=(?<!${QUOTE})${introduction})${phrase})`;
}

/** A rule about wording: tried where one of its anchors stands, whatever the case. */
export function wording(
  rule: Omit<DetectorRule, 'type' | 'mode' | 'ignoreCase' | 'tags' | 'source'> & {
    readonly kind: 'override' | 'jailbreak' | 'extraction' | 'indirect' | 'obfuscated';
    readonly source?: string;
  },
): DetectorRule {
  const { kind, source, ...rest } = rule;
  return {
    type: 'injection',
    mode: 'sticky',
    ignoreCase: true,
    tags: [`injection.${kind}`],
    source: source ?? SOURCES.injection,
    ...rest,
  };
}
