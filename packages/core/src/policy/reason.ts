import type { PolicyContext } from './decision.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import type { RuleAction } from './rule.ts';
import { TextTemplate, type Placeholder } from './text-template.ts';

const GENERATED: Readonly<Record<RuleAction, string>> = {
  allow: 'Allowed by policy',
  flag: 'Flagged by policy',
  pseudonymize: 'Redacted by policy',
  redact: 'Redacted by policy',
  require_approval: 'Human approval required by policy',
  block: 'Blocked by policy',
};

/** The reason where nothing covered the content: `default deny`, or what the configured action says. */
export function defaultReason(action: RuleAction): string {
  return action === 'block' ? 'default deny' : `default ${action}`;
}

/** The reason where an error inside a rule blocks. */
export const ERROR_REASON = 'policy error';

/** What a rule says when it decides. */
export class ReasonTexts {
  readonly #name: string;
  readonly #reason: TextTemplate | null;
  readonly #fallback: TextTemplate | null;

  constructor(rule: NormalizedRule) {
    this.#name = rule.name;
    this.#reason = rule.reason === null ? null : new TextTemplate(rule.reason);
    this.#fallback =
      rule.fallbackTemplate === null ? null : new TextTemplate(rule.fallbackTemplate);
  }

  /**
   * @param action what the rule's verdict came to
   * @param tags the tags that it decided
   */
  reason(action: RuleAction, context: PolicyContext, tags: () => readonly string[]): string {
    if (this.#reason === null) return `${GENERATED[action]} ${this.#name}`;
    return this.#reason.fill((name) => value(name, context, tags, ''));
  }

  /** The filled-in fallback text, if the rule has one. */
  fallback(
    context: PolicyContext,
    tags: () => readonly string[],
    reason: string,
  ): string | undefined {
    return this.#fallback?.fill((name) => value(name, context, tags, reason));
  }
}

function value(
  name: Placeholder,
  context: PolicyContext,
  tags: () => readonly string[],
  reason: string,
): string {
  switch (name) {
    case 'surface':
      return context.surface ?? context.boundary;
    case 'tool':
      return context.toolName === undefined ? '(no tool)' : printable(context.toolName);
    case 'tags':
      return tags().join(', ') || '(no tags)';
    case 'reason':
      return reason;
  }
}

const MAX_PRINTED = 128;

/** A caller's name for something, fit for one line of a log. */
function printable(name: string): string {
  return name.slice(0, MAX_PRINTED).replaceAll(/\p{C}/gu, '\u{fffd}');
}
