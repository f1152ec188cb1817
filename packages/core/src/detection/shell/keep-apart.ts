import type { AnalyzerFinding } from '../analyzer.ts';

/**
 * Cuts findings so that none hides another one of a different tag. Of overlapping detections in one family
 * the engine reports the outer one alone; but `git push --force "$(curl … | sh)"` is two kinds of danger,
 * and policies treat them differently.
 */
export function keepApart(findings: readonly AnalyzerFinding[]): AnalyzerFinding[] {
  const ordered = [...findings].sort(
    (left, right) => left.start - right.start || right.end - left.end,
  );
  const open: number[] = [];
  const result = [...ordered];
  ordered.forEach((finding, index) => {
    while (open.length > 0 && (ordered[open[open.length - 1] ?? 0]?.end ?? 0) <= finding.start)
      open.pop();
    for (const outer of open.slice(-MAX_NESTED)) {
      const found = result[outer];
      if (found === undefined || found.tag === finding.tag || found.end <= finding.start) continue;
      if (finding.start > found.start) result[outer] = { ...found, end: finding.start };
      else if (finding.end - finding.start > 1)
        result[index] = { ...finding, start: finding.start + 1 };
    }
    open.push(index);
  });
  return result;
}

/** Nesting deeper than this is cut no further. */
const MAX_NESTED = 16;
