import type { SignedIn } from './session-context.ts';

/** The tenant that everything is narrowed to: the one that was chosen, if it may be named; else empty. */
export function tenantOf({ tenants }: Pick<SignedIn, 'tenants'>, chosen: string): string {
  return tenants.includes('*') || tenants.includes(chosen) ? chosen : '';
}
