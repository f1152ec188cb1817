import type { HistoryFinding } from '../history/finding.ts';
import type { HistoryResult } from '../history/scan-transcripts.ts';
import type { Skipped } from '../history/transcript-files.ts';
import type { Colours } from './colours.ts';
import { printable } from './printable.ts';

/** How findings are shown. */
export interface HistoryView {
  /** Most of each kind. */
  readonly limit: number;
  readonly colours: Colours;
  /** A path, as it is shown. */
  readonly shown: (path: string) => string;
}

const KINDS = [
  ['secret', 'Secrets in transcripts'],
  ['command', 'Calls that would not have been made'],
  ['loop', 'Loops'],
] as const;

/** What transcripts hold, for a person. */
export function historyLines(
  { tally, findings }: HistoryResult,
  skipped: readonly Skipped[],
  view: HistoryView,
): string[] {
  const { colours, limit, shown } = view;
  const lines: string[] = [];
  for (const [kind, title] of KINDS) {
    const all = findings.all.filter((finding) => finding.kind === kind);
    if (all.length === 0) continue;
    lines.push(`${colours.bold(title)} (${String(all.length)})`);
    for (const finding of all.slice(0, limit)) lines.push(...findingLines(finding, view));
    if (all.length > limit) lines.push(`  and ${String(all.length - limit)} more: --limit 0`);
    lines.push('');
  }
  const { files, lines: read, calls, broken } = tally;
  const found = findings.all.length === 0 ? 'nothing found' : `${findings.all.length} findings`;
  const unread = broken === 0 ? '' : `, ${String(broken)} lines that are no JSON`;
  lines.push(
    `${String(files)} files, ${String(read)} lines, ${String(calls)} calls: ${found}${unread}`,
  );
  if (tally.unjudged > 0) lines.push(`${String(tally.unjudged)} calls are too large to judge`);
  if (findings.left > 0) lines.push(`${String(findings.left)} further findings were not kept`);
  for (const { path, reason } of skipped) {
    lines.push(colours.dim(`skipped ${printable(shown(path))}: ${reason}`));
  }
  return lines;
}

function findingLines(finding: HistoryFinding, { colours, shown }: HistoryView): string[] {
  const [first] = finding.places;
  const at = first === undefined ? '' : `${shown(first.file)}:${String(first.line)}`;
  const often = finding.count === 1 ? '' : ` (${String(finding.count)} times)`;
  const rule = typeof finding.policy_name === 'string' ? ` (${finding.policy_name})` : '';
  return [
    `  ${printable(at)}${often}`,
    `    ${colours.red(finding.what)}${rule}`,
    `    ${printable(finding.shown)}`,
  ];
}
