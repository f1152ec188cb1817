import { HttpRoutes } from '@safeai/client';

/** What requests carry besides the cookie, which no script sees. */
const carried = { csrfToken: '', tenant: '', tenantHeader: '' };

/** The routes of the server that this page came from, asked by the session of its cookie. */
export const routes = new HttpRoutes({
  url: location.origin,
  headers: () => ({
    ...(carried.csrfToken === '' ? {} : { 'x-csrf-token': carried.csrfToken }),
    ...(carried.tenant === '' ? {} : { [carried.tenantHeader]: carried.tenant }),
  }),
});

/** Sends the token of a session with all requests from now on. */
export function carrySession(
  session: { readonly csrf_token: string; readonly tenant_header: string } | null,
): void {
  carried.csrfToken = session?.csrf_token ?? '';
  carried.tenantHeader = session?.tenant_header ?? '';
  if (session === null) carried.tenant = '';
}

/** Narrows all requests from now on to a tenant; an empty one ends that. */
export function carryTenant(tenant: string): void {
  carried.tenant = tenant;
}
