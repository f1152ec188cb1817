import type { Analyzer, AnalyzerFinding } from '../analyzer.ts';
import { checksFor } from './checks.ts';
import { newEnvironment } from './environment.ts';
import { Evaluator } from './evaluate.ts';
import { keepApart } from './keep-apart.ts';
import { findInProse } from './prose.ts';
import { checkCode } from './rules/interpreters.ts';
import { SHELL_ANCHORS } from './shell-anchors.ts';
import { WorkBudget } from './work-budget.ts';

/**
 * Finds commands that destroy data, machines, repositories or cloud resources, that leave a container or run
 * code from the network, and commands that change SafeAI's own files (tag `tampering`).
 */
export const SHELL_ANALYZER: Analyzer = {
  id: 'shell',
  type: 'destructive',
  anchors: SHELL_ANCHORS,
  analyze(text: string): readonly AnalyzerFinding[] {
    const source = { text, locate: (index: number): number => index };
    const evaluator = new Evaluator(new WorkBudget(text.length), checksFor);
    const closed = evaluator.runSource(source, newEnvironment());
    if (evaluator.looksLikeCode)
      evaluator.look(source, (call) => {
        checkCode(call, source);
      });
    return keepApart([...evaluator.findings, ...findInProse(text, closed, evaluator.findings)]);
  },
};
