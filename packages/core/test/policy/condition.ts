import type { PolicyContext } from '../../src/policy/decision.ts';
import { Problems } from '../../src/policy/problems.ts';
import type { Condition } from '../../src/policy/rule.ts';
import { compileWhen } from '../../src/policy/when/compile-when.ts';

export type Answer = 'no' | 'yes' | 'unsure';

const ANSWERS: readonly Answer[] = ['no', 'yes', 'unsure'];

/** Compiles the condition on one field; the result asks it of a context. */
export function asks(
  field: string,
  condition: Condition,
): (context: Partial<PolicyContext>) => Answer {
  const problems = new Problems();
  const when = compileWhen({ [field]: condition }, true, problems);
  problems.throwIfAny();
  return (context) => ANSWERS[when?.test({ boundary: 'action', ...context }) ?? 0] ?? 'no';
}

/** Compiles a condition; the result asks it of a value. */
export function asksValue(condition: Condition): (value: unknown) => Answer {
  const ask = asks('parameters.value', condition);
  return (value) => ask({ parameters: { value: value as string } });
}
