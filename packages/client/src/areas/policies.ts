import type { AnswerOf } from '@safeai/api/wire';
import { routeCallOf, type ClientCall } from '../client-call.ts';
import type { RouteCaller } from '../routes/route-caller.ts';

/** The rules in force, as their routes show them. */
export class ClientPolicies {
  readonly #routes: RouteCaller;

  constructor(routes: RouteCaller) {
    this.#routes = routes;
  }

  /** The rules, their revision and what looks like a mistake in them. */
  async list(call?: ClientCall): Promise<AnswerOf<'policies'>> {
    return (await this.#routes.call('policies', routeCallOf(call))).body;
  }

  /** Has the server read its configuration again. @throws ProblemError `invalid_config` */
  async reload(call?: ClientCall): Promise<AnswerOf<'policies_reload'>> {
    return (await this.#routes.call('policies_reload', routeCallOf(call))).body;
  }

  /** Sets of rules to start from. */
  async templates(call?: ClientCall): Promise<AnswerOf<'policies_templates'>> {
    return (await this.#routes.call('policies_templates', routeCallOf(call))).body;
  }
}
