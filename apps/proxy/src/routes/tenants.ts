import { fromTenants } from '@safeai/api';
import { DEFAULT_TENANT } from '../settings/settings.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/tenants */
export function tenants({ runtime }: Dependencies): Handler<'tenants'> {
  return async ({ principal }) => {
    // Of all: a stop of everything concerns everybody's tenants.
    const stops = await runtime.boundary.lockdowns.list();
    const { rules } = runtime.policies();
    const declared = runtime.config.tenants;
    return fromTenants(
      { declared, defaultTenant: DEFAULT_TENANT, rules, stops },
      principal?.tenants ?? [],
    );
  };
}
