import { fromLockdown, inWireNames, toLockdownRequest } from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/lockdown */
export function setLockdown({ runtime }: Dependencies): Handler<'lockdown_set'> {
  return async ({ body, call }) => {
    const request = toLockdownRequest(body);
    return fromLockdown(await runtime.boundary.lockdowns.set(request, call).catch(inWireNames()));
  };
}

/** GET /v1/lockdown */
export function listLockdowns({ runtime }: Dependencies): Handler<'lockdowns'> {
  return async ({ call }) => (await runtime.boundary.lockdowns.list(call)).map(fromLockdown);
}

/** DELETE /v1/lockdown/{id} */
export function liftLockdown({ runtime }: Dependencies): Handler<'lockdown_lift'> {
  return async ({ params, call }) =>
    fromLockdown(await runtime.boundary.lockdowns.lift(params.id, call));
}
