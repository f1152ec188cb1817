import { fill } from '../setup/fill.ts';
import type { PlannedFramework } from '../setup/plan.ts';
import { installLines, type ProjectTraits } from '../setup/project-traits.ts';
import type { Output } from './output.ts';
import { printable } from './printable.ts';

/** What is left to do by hand. */
export interface Advice {
  readonly install: readonly string[];
  readonly steps: readonly string[];
  readonly verify: readonly string[];
}

/** What is left of a framework's setup. */
export function adviceOf(
  { setup: framework, agentId }: PlannedFramework,
  gatewayUrl: string,
  traits: ProjectTraits,
): Advice {
  const { nextSteps = [], verify, ...filled } = fill(framework, { agentId, gatewayUrl });
  return {
    install: installLines(filled.needs ?? {}, filled.detect ?? {}, traits),
    steps: nextSteps,
    verify: verify === undefined ? [] : [verify],
  };
}

/** Shows it, each line once. */
export async function tellAdvice(told: readonly Advice[], output: Output): Promise<void> {
  const lines = (title: string, list: readonly string[]): string[] =>
    list.length === 0 ? [] : [title, ...[...new Set(list)].map((line) => `  ${printable(line)}`)];
  const all = [
    ...lines(
      'Install:',
      told.flatMap(({ install }) => install),
    ),
    ...lines(
      'Next:',
      told.flatMap(({ steps }) => steps),
    ),
    ...lines(
      'Check that it works:',
      told.flatMap(({ verify }) => verify),
    ),
  ];
  for (const line of all) await output.note(line);
}
