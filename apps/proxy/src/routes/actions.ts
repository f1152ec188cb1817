import { fromOutcomeAnswer, toOutcomeRequest } from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/actions/{decision_id}/outcome */
export function actionOutcome({ runtime }: Dependencies): Handler<'action_outcome'> {
  return async ({ params, body, call }) => {
    const request = toOutcomeRequest(params.decision_id, body);
    return fromOutcomeAnswer(await runtime.boundary.actions.report(request, call));
  };
}
