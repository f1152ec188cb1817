import type { Alert } from '../alert.ts';

/** Below the view: the form for a silence of alerts of the same rule and tenant. */
export function silencePath({ rule, tenant_id }: Pick<Alert, 'rule' | 'tenant_id'>): string {
  const about = new URLSearchParams({
    ...{ new: '1', rule },
    ...(tenant_id === '*' ? {} : { tenant: tenant_id }),
  });
  return `/silences?${about.toString()}`;
}
