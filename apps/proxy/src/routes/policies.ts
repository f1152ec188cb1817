import {
  fromCheckedDraft,
  fromExplainResult,
  fromPolicySet,
  fromSimulation,
  fromTemplates,
  toExplainRequest,
  toSimulation,
} from '@safeai/api';
import { parseDuration } from '@safeai/config';
import { SafeAIError } from '@safeai/core';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/policies */
export function policies({ runtime }: Dependencies): Handler<'policies'> {
  return ({ principal }) => fromPolicySet(runtime.policies(), principal?.tenants ?? []);
}

/** POST /v1/policies/reload. Warnings and problems are about all tenants: who may not see all gets none. */
export function reload({ runtime, log }: Dependencies): Handler<'policies_reload'> {
  return async ({ principal, call }) => {
    const seesAll = principal?.tenants.includes('*') === true;
    const { reloaded, revision, rules, warnings } = await runtime
      .reload(call)
      .catch((error: unknown) => {
        if (seesAll || !isInvalid(error)) throw error;
        log.warn('policies not reloaded', { user: principal?.user, reason: error.message });
        throw new SafeAIError(
          'invalid_config',
          'The configuration is not valid, and the one before stays in force. Who may see all tenants is told what is wrong; so is the log.',
        );
      });
    log.info('policies reloaded', { user: principal?.user, policy_revision: revision, rules });
    return { reloaded, revision, rules, warnings: seesAll ? [...warnings] : [] };
  };
}

function isInvalid(error: unknown): error is SafeAIError {
  return SafeAIError.isInstance(error) && error.status === 422;
}

/** POST /v1/policies/explain. Counts in no metric: nothing was decided. */
export function explain({ runtime }: Dependencies): Handler<'policies_explain'> {
  return async ({ body, call, values }) => {
    const request = toExplainRequest(body);
    const result =
      body.draft === undefined
        ? await runtime.boundary.explain(request, call)
        : await runtime.explainDraft(body.draft, request, call);
    return fromExplainResult(result, { values });
  };
}

/** POST /v1/policies/check. Counts in no metric, and is not recorded. */
export function checkPolicies({ runtime }: Dependencies): Handler<'policies_check'> {
  return async ({ body, principal }) =>
    fromCheckedDraft(await runtime.checkPolicy(body.draft), principal?.tenants ?? []);
}

/** GET /v1/policies/templates */
export function templates({ runtime }: Dependencies): Handler<'policies_templates'> {
  return () => fromTemplates(runtime.templates());
}

const DEFAULT_WINDOW = '1d';

/** POST /v1/policies/simulate. Counts in no metric, and is not recorded. */
export function simulate({ runtime }: Dependencies): Handler<'policies_simulate'> {
  return async ({ body, principal }) => {
    const scope = principal?.tenants ?? [];
    const from = Date.now() - parseDuration(body.last ?? DEFAULT_WINDOW);
    const result = await runtime.simulate({
      ...toSimulation(body, from),
      tenants: body.tenant_id === undefined ? scope : [body.tenant_id],
    });
    return fromSimulation(result, scope);
  };
}
