import type { Lockdown } from '../lockdown/lockdown.ts';
import { stoppedBy } from './lockdown-gate.ts';
import { asAudited, passes, type Outcome } from './outcome.ts';
import type { OutputMode } from './output-stream.ts';
import type { RecordDetail } from './record.ts';

/** What was decided for good of an answer that comes in pieces. */
export interface Final {
  readonly outcome: Outcome;
  readonly detail?: RecordDetail | undefined;
}

/** What an emergency stop makes of it. */
export function finalOf(lockdown: Lockdown | null): Final | null {
  return lockdown === null ? null : stoppedBy(lockdown);
}

/** What policy says of the whole answer, in a mode. */
export function concluded(mode: OutputMode, outcome: Outcome): Final {
  if (mode !== 'audit') return { outcome };
  const { outcome: audited, would } = asAudited(outcome);
  return would === null ? { outcome } : { outcome: audited, detail: { would } };
}

/** Whether nothing goes on: blocked, or a fallback takes its place. */
export function endsAnswer({ action, fallbackTemplate }: Outcome): boolean {
  if (!passes(action)) return true;
  return action !== 'allow' && action !== 'flag' && fallbackTemplate !== undefined;
}

/** It is blocked for its size. */
export function tooLarge(what: string): Outcome {
  return {
    action: 'block',
    reason: `The answer has ${what}`,
    policyName: null,
    reasonCode: 'answer_too_large',
  };
}
