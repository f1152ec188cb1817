import type { WireExplanation } from '@safeai/api';
import type { Colours } from './colours.ts';
import { alignColumns } from './columns.ts';
import { printable } from './printable.ts';
import { colouredAction } from './verdict.ts';

type ExplainedTag = WireExplanation['tags'][number];

/** The trace of a decision in plain words: each tag, and each rule that could have judged it. */
export function explanationLines(explanation: WireExplanation, colours: Colours): string[] {
  const lines = explanation.tags.flatMap((tag) => ['', ...tagLines(tag, colours)]);
  const revision = explanation.policy_revision.slice(0, 12);
  const about = `boundary ${explanation.boundary}, tenant ${explanation.tenant_id}, policy revision ${revision}`;
  const fallback = explanation.default_applied
    ? ['', 'No rule covered something of it: policy.default_action decided.']
    : [];
  return [colours.dim(printable(about)), ...lines, ...fallback];
}

function tagLines(tag: ExplainedTag, colours: Colours): string[] {
  const name = colours.bold(printable(tag.tag ?? 'content without tags'));
  const how = tag.tag === null ? '' : ` ${tag.source}, confidence ${tag.confidence.toFixed(2)}`;
  const by = tag.policy_name === null ? 'the default action' : printable(tag.policy_name);
  const head = `${name}${how}: ${colouredAction(tag.action, colours)} by ${by}`;
  const rows = tag.candidates.map((candidate) => [
    `  ${candidate.outcome === 'selected' ? '>' : ' '}`,
    printable(candidate.rule),
    candidate.action,
    `${candidate.origin}${candidate.locked ? ', locked' : ''}${candidate.mode === 'shadow' ? ', shadow' : ''}`,
    printable(candidate.why),
  ]);
  const lines = alignColumns(rows).map((line, index) =>
    tag.candidates[index]?.outcome === 'selected' ? line : colours.dim(line),
  );
  return [head, ...lines];
}
