import { fromSecrets } from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** What those get who may not see all tenants: secrets are the whole installation's. */
const NOTHING = { backends: [], secrets: [] };

/** GET /v1/secrets */
export function secrets({ runtime }: Dependencies): Handler<'secrets'> {
  return ({ principal }) => {
    if (principal?.tenants.includes('*') !== true) return NOTHING;
    return fromSecrets(runtime.secrets.status(), runtime.secrets.defaultBackend);
  };
}

/** POST /v1/secrets/check */
export function checkSecrets({ runtime }: Dependencies): Handler<'secrets_check'> {
  return async ({ principal }) => {
    if (principal?.tenants.includes('*') !== true) return NOTHING;
    return fromSecrets(await runtime.secrets.check(), runtime.secrets.defaultBackend);
  };
}
