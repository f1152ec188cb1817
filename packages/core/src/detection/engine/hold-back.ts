import { ASSIGNMENT_REACH } from './assignment.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { reachOf } from './decidable.ts';
import { RETRY_SHARE } from './stream-finder.ts';

/**
 * Most characters of a text in pieces that one of the rules can hold back: from where its match may begin
 * to where it is decided at the latest. Ordinary text is held back for the length of a word.
 */
export function holdBackOf(rules: readonly CompiledRule[]): number {
  let most = 0;
  for (const compiled of rules) {
    const { anchors, lead, mode } = compiled.rule;
    const anchor = Math.max(0, ...anchors.map(({ length }) => length));
    const before = mode === 'assign' ? ASSIGNMENT_REACH : (lead?.max ?? 0);
    most = Math.max(most, anchor + before + reachOf(compiled));
  }
  return Math.ceil(most * (1 + RETRY_SHARE)) + 2;
}
