import { useSession } from '../session/session-context.ts';

/** A command that has a request blocked by the shipped rules. @param tenant absent for the usual one */
export function blockedScan(origin: string, tenant?: string): string {
  const body = {
    text: 'token=sk-ABCDEF1234567890ABCDEF',
    agent_id: 'default-agent',
    ...(tenant === undefined ? {} : { tenant_id: tenant }),
  };
  const quoted = JSON.stringify(body).replaceAll("'", String.raw`\u0027`);
  return `curl -s '${origin}/v1/scan/input' -H 'content-type: application/json' \\\n  -d '${quoted}'`;
}

/** The same in a tenant that the page shows: in its log, its feed, its counts. */
export function useBlockedScan(): string {
  const { tenant, tenants } = useSession();
  const own = tenants.includes('*') ? undefined : tenants[0];
  return blockedScan(location.origin, tenant === '' ? own : tenant);
}
