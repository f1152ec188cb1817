import { fromGuardOutputResult, toGuardOutputRequest } from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/guard/output */
export function guardOutput({ runtime, metrics }: Dependencies): Handler<'guard_output'> {
  return async ({ body, query, tenant, call, values }) => {
    const result = await runtime.boundary.guardOutput(toGuardOutputRequest(body, query), call);
    metrics.decision('output', tenant, result);
    return fromGuardOutputResult(result, { values });
  };
}
