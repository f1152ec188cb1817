import { dump } from 'js-yaml';
import type { RuleActionName } from '../../../ui/rule-action.tsx';
import type { Trial } from '../trying/trial.ts';

/** What a rule is made of. */
export interface RuleWish {
  readonly trial: Pick<Trial, 'surface' | 'tool'>;
  readonly tags: readonly string[];
  readonly action: RuleActionName;
}

/** Longest part of a name that tells of a tag. */
const MOST_OF_NAME = 60;

/** A rule for tags where they were found, as a file of the configuration has it. */
export function ruleOfTags({ trial: { surface, tool }, tags, action }: RuleWish): string {
  const isTool = surface === 'tool_request' || surface === 'tool_response';
  const [first = 'all'] = tags;
  const about = `${first}${tags.length > 1 ? '-and-more' : ''}`;
  const place = surface.replace('_', '-');
  const rule = {
    name: `${action}-${about}-on-${place}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, MOST_OF_NAME)
      .replace(/-$/, ''),
    boundary: isTool ? 'action' : surface,
    ...(isTool ? { direction: surface === 'tool_request' ? 'request' : 'response' } : {}),
    ...(isTool && tool.trim() !== '' ? { tools: [tool.trim()] } : {}),
    data_tags: [...tags],
    action,
    reason: `Found in {surface}: ${tags.join(', ')}`,
  };
  return dump({ policies: [rule] }, { lineWidth: 100, noRefs: true });
}
