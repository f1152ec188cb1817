import type { SafeAIConfig } from '@safeai/config';
import type { RouteClass } from '@safeai/api';
import type { LimitStore } from '@safeai/core';
import type { Limit } from './limit.ts';
import { StoreLimiter } from './store-limiter.ts';

/** Where requests are counted, and where if not there. */
export interface Counters {
  readonly store: LimitStore;
  readonly spare: LimitStore;
}

/** The limits of those who share something: a tenant, an agent. */
export interface SharedBounds {
  readonly minute: StoreLimiter | undefined;
  readonly inFlight: Limit | undefined;
}

/** The limits of a configuration. */
export interface Bounds {
  readonly burst: StoreLimiter;
  readonly minute: StoreLimiter;
  readonly routes: Readonly<Record<RouteClass, StoreLimiter | undefined>>;
  readonly inFlight: Limit;
  readonly failures: StoreLimiter;
  readonly tenant: SharedBounds;
  readonly agent: SharedBounds;
}

const MINUTE = 60;

/** The limits that `limits.rate` sets. Counts are kept by names, so that a reload forgets none. */
export function boundsOf(rate: SafeAIConfig['limits']['rate'], counters: Counters): Bounds {
  const { requestsPerMinute, burst, inFlight, failuresPerMinute, routes } = rate;
  const inWindow = (name: string, setting: string, quota: number, seconds = MINUTE) =>
    new StoreLimiter(
      { name, setting: `limits.rate.${setting}`, quota, seconds },
      counters.store,
      counters.spare,
    );
  const ofRoutes = (kind: RouteClass) => {
    const quota = routes[kind];
    return quota === undefined ? undefined : inWindow(kind, `routes.${kind}`, quota);
  };
  const shared = (name: 'tenant' | 'agent'): SharedBounds => {
    const { requestsPerMinute: quota, inFlight: places } = rate[name];
    return {
      minute:
        quota === undefined ? undefined : inWindow(name, `${name}.requests_per_minute`, quota),
      inFlight:
        places === undefined ? undefined : atOnce(`${name}_in_flight`, `${name}.in_flight`, places),
    };
  };
  return {
    burst: inWindow('burst', 'burst', burst, 1),
    minute: inWindow('minute', 'requests_per_minute', requestsPerMinute),
    routes: { data: ofRoutes('data'), read: ofRoutes('read'), control: ofRoutes('control') },
    inFlight: atOnce('in_flight', 'in_flight', inFlight),
    failures: inWindow('failures', 'failures_per_minute', failuresPerMinute),
    tenant: shared('tenant'),
    agent: shared('agent'),
  };
}

function atOnce(name: string, setting: string, quota: number): Limit {
  return { name, setting: `limits.rate.${setting}`, quota };
}
