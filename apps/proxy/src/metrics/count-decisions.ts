import type { Runtime } from '@safeai/runtime';
import { DEFAULT_TENANT } from '../settings/settings.ts';
import { Metrics } from './metrics.ts';

/** The metrics of a runtime: its own tenants are those of its configuration, whatever that is at the time. */
export function countDecisions(runtime: Runtime): Metrics {
  return new Metrics(
    runtime.audit,
    (tenantId) => tenantId === DEFAULT_TENANT || Object.hasOwn(runtime.config.tenants, tenantId),
  );
}
