import type { BodyOf } from '@safeai/client';
import type { LogRecord } from '../audit-address.ts';

type ExplainBody = NonNullable<BodyOf<'policies_explain'>>;

/** What to ask the rules about a record; or why there is nothing to ask. */
export type ExplainQuestion =
  { readonly body: ExplainBody; readonly leftOut: number } | { readonly nothing: string };

/** Events that follow decisions of the rules. */
const DECIDED = /^(?:scan|guard|intercept|message)\.|^memory\.(?:write|read|delete|blocked)$/;

/** Most tags that the route takes. */
const MOST_TAGS = 64;

/** A record as a question to the rules that are in force now: where it was, who acted with what, and its tags. */
export function explainQuestionOf(record: LogRecord): ExplainQuestion {
  const { event, boundary, detail, data_tags, tool_name, agent_id, session_id, tenant_id } = record;
  if (!DECIDED.test(event)) {
    return { nothing: 'It follows no decision of the rules: it is on record because it happened.' };
  }
  if (!isBoundary(boundary))
    return { nothing: 'It was at no boundary that rules are asked about.' };
  // A tag that held a finding is on record as a digest, which is no tag.
  const tags = data_tags.filter((tag) => !tag.startsWith('sha256:')).slice(0, MOST_TAGS);
  const direction = directionOf(detail?.phase);
  return {
    leftOut: data_tags.length - tags.length,
    body: {
      boundary,
      ...(boundary === 'action' && direction !== undefined ? { direction } : {}),
      ...(tool_name === null ? {} : { tool_name }),
      ...(agent_id === null ? {} : { agent_id }),
      ...(session_id === null ? {} : { session_id }),
      ...{ tenant_id, data_tags: tags },
    },
  };
}

const BOUNDARIES = ['input', 'action', 'output', 'memory'] as const;
const DIRECTIONS = ['request', 'response', 'message'] as const;

function isBoundary(word: string): word is (typeof BOUNDARIES)[number] {
  return (BOUNDARIES as readonly string[]).includes(word);
}

function directionOf(phase: unknown): (typeof DIRECTIONS)[number] | undefined {
  return DIRECTIONS.find((each) => each === phase);
}
