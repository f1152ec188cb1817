import { fromPolicySet, fromExplainResult, fromTemplates, toExplainRequest } from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/policies */
export function policies({ runtime }: Dependencies): Handler<'policies'> {
  return ({ principal }) => fromPolicySet(runtime.policies(), principal?.tenants ?? []);
}

/** POST /v1/policies/reload. The warnings are about all tenants: who may not see all gets none. */
export function reload({ runtime, log }: Dependencies): Handler<'policies_reload'> {
  return async ({ principal }) => {
    const { reloaded, revision, rules, warnings } = await runtime.reload();
    log.info('policies reloaded', { user: principal?.user, policy_revision: revision, rules });
    const seesAll = principal?.tenants.includes('*') === true;
    return { reloaded, revision, rules, warnings: seesAll ? [...warnings] : [] };
  };
}

/** POST /v1/policies/explain. Counts in no metric: nothing was decided. */
export function explain({ runtime }: Dependencies): Handler<'policies_explain'> {
  return async ({ body, call, values }) =>
    fromExplainResult(await runtime.boundary.explain(toExplainRequest(body), call), { values });
}

/** GET /v1/policies/templates */
export function templates({ runtime }: Dependencies): Handler<'policies_templates'> {
  return () => fromTemplates(runtime.templates());
}
