import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { InvalidRequestError, SafeAIError } from '../errors.ts';
import type { ActionOutcome } from './operation.ts';
import { allowedAction, recordOutcome, storeOutcome } from './outcome-of.ts';

/** Longest note on an outcome, in UTF-16 code units. */
export const MAX_OUTCOME_DETAIL_LENGTH = 500;

/** How an action ended, in its caller's words. */
export interface OutcomeRequest {
  /** The decision that let the action through. */
  readonly decisionId: string;
  readonly outcome: ActionOutcome;
  /** A note for the record, at most {@link MAX_OUTCOME_DETAIL_LENGTH} long. */
  readonly detail?: string;
}

/** What is now on record. */
export interface OutcomeAnswer {
  readonly decisionId: string;
  readonly outcome: ActionOutcome;
  /** The operation that the action was for, if it named one; a digest where the name held a detection. */
  readonly operationId: string | null;
  /** `same` when it was on record already. */
  readonly result: 'settled' | 'same';
}

const OUTCOMES: readonly unknown[] = ['succeeded', 'failed', 'unknown'] satisfies ActionOutcome[];

/** Follows allowed actions to their end. */
export class Actions {
  readonly #context: () => DecisionContext;

  /** @param context what is enforced now */
  constructor(context: () => DecisionContext) {
    this.#context = context;
  }

  /**
   * Puts on record how an action ended. The same report again changes nothing; `unknown` may be settled once.
   *
   * @throws SafeAIError `not_found` for a decision that is unknown, let no action through, or is not the
   *   caller's; `conflict` when another outcome is on record; `audit_unavailable`
   * @example
   * const { decision } = await safeai.interceptTool({ phase: 'request', toolName: 'pay', parameters, operationId });
   * await safeai.actions.report({ decisionId: decision.decisionId, outcome: 'succeeded' });
   */
  async report(request: OutcomeRequest, call?: CallContext): Promise<OutcomeAnswer> {
    checkRequest(request);
    const context = this.#context();
    const { decisionId, outcome, detail } = request;
    const action = await allowedAction(context, decisionId, call);
    const stored = await storeOutcome(context, action, outcome);
    const { result } = stored;
    if (result === 'conflict') {
      throw new SafeAIError('conflict', `The action is on record as ${stored.outcome}.`, {
        details: [{ path: '$.outcome', message: `is ${stored.outcome} already` }],
      });
    }
    // One that was stored and could not be recorded is reported again, so a repeated one is recorded too.
    await recordOutcome(context, action, stored, call, detail);
    const operationId = stored.operationId ?? action.operationId;
    return { decisionId, outcome: stored.outcome, operationId, result };
  }
}

function checkRequest({ decisionId, outcome, detail }: OutcomeRequest): void {
  const fits = detail === undefined || typeof detail === 'string';
  const problems = [
    typeof decisionId === 'string' ? null : { path: '$.decisionId', message: 'must be a string' },
    OUTCOMES.includes(outcome)
      ? null
      : { path: '$.outcome', message: `must be one of ${OUTCOMES.join(', ')}` },
    fits && (detail?.length ?? 0) <= MAX_OUTCOME_DETAIL_LENGTH
      ? null
      : {
          path: '$.detail',
          message: `must be a string of at most ${String(MAX_OUTCOME_DETAIL_LENGTH)} characters`,
        },
  ].filter((problem) => problem !== null);
  if (problems.length === 0) return;
  const message = problems.map((problem) => `${problem.path.slice(2)} ${problem.message}.`);
  throw new InvalidRequestError(message.join(' '), { details: problems });
}
