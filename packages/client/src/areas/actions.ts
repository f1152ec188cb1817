import { fromOutcomeRequest, toOutcomeAnswer } from '@safeai/api/wire';
import type { OutcomeAnswer, OutcomeRequest } from '@safeai/core';
import { routeCallOf, type ClientCall } from '../client-call.ts';
import type { RouteCaller } from '../routes/route-caller.ts';

/** How allowed actions ended: as `Actions` of the core. */
export class ClientActions {
  readonly #routes: RouteCaller;

  constructor(routes: RouteCaller) {
    this.#routes = routes;
  }

  /** @throws ProblemError `not_found`, `conflict` when another outcome is on record */
  async report(report: OutcomeRequest, call?: ClientCall): Promise<OutcomeAnswer> {
    const answer = await this.#routes.call('action_outcome', {
      ...routeCallOf(call),
      params: { decision_id: report.decisionId },
      body: fromOutcomeRequest(report),
    });
    return toOutcomeAnswer(answer.body);
  }
}
