import type { AnalyzerFinding } from '../analyzer.ts';
import { checksFor } from './checks.ts';
import { newEnvironment } from './environment.ts';
import { Evaluator } from './evaluate.ts';
import { SHELL_ANCHORS } from './shell-anchors.ts';
import { WorkBudget } from './work-budget.ts';

/** What is only found by reading a text line by line is text about commands, not a command. */
const PROSE_CONFIDENCE = 0.2;
const MAX_LINES = 2000;
const ANCHORED = new RegExp(
  SHELL_ANCHORS.map((anchor) => anchor.replace(/[^\w\s-]/g, '\\$&')).join('|'),
  'i',
);
/** List marks and prompts before a command. */
const LEAD = /^\s*(?:[-*+>]\s+|\d+[.)]\s+)?(?:[\w.@~:/-]{0,64}[$#%]\s+|PS [^>\n]{0,128}>\s*)?/;

/**
 * Finds commands in running text, where an apostrophe or a code fence makes the quotes of the whole text
 * meaningless: every line is read on its own. Confidence is 0.2.
 */
export function findInProse(
  text: string,
  closed: boolean,
  known: readonly AnalyzerFinding[],
): AnalyzerFinding[] {
  if (closed && !/```|~~~|[A-Za-z]['’][A-Za-z]/.test(text)) return [];
  const findings: AnalyzerFinding[] = [];
  const budget = new WorkBudget(text.length);
  let start = 0;
  for (let count = 0; count < MAX_LINES && start < text.length; count++) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    findInLine(text.slice(start, end), start, budget, findings);
    start = end + 1;
  }
  return findings
    .filter(
      (finding) =>
        !known.some(
          (other) =>
            other.detector === finding.detector &&
            other.start < finding.end &&
            finding.start < other.end,
        ),
    )
    .slice(0, 64);
}

function findInLine(
  line: string,
  start: number,
  budget: WorkBudget,
  findings: AnalyzerFinding[],
): void {
  if (line.length > 4096 || !ANCHORED.test(line)) return;
  const skip = LEAD.exec(line)?.[0].length ?? 0;
  const source = {
    text: line.slice(skip),
    locate: (index: number): number => start + skip + index,
  };
  const evaluator = new Evaluator(budget, checksFor);
  evaluator.runSource(source, newEnvironment());
  for (const finding of evaluator.findings) {
    if (finding.confidence >= 0.5 && finding.detector !== 'shell-unreadable')
      findings.push({ ...finding, confidence: PROSE_CONFIDENCE });
  }
}
