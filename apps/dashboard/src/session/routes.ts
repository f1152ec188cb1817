import { HttpRoutes } from '@safeai/client';

/** What requests carry besides the cookie, which no script sees. */
const carried = { csrfToken: '', tenant: '' };

/** The header that narrows a request to one tenant, unless the configuration gave it another name. */
const TENANT_HEADER = 'x-safeai-tenant';

/** The routes of the server that this page came from, asked by the session of its cookie. */
export const routes = new HttpRoutes({
  url: location.origin,
  headers: () => ({
    ...(carried.csrfToken === '' ? {} : { 'x-csrf-token': carried.csrfToken }),
    ...(carried.tenant === '' ? {} : { [TENANT_HEADER]: carried.tenant }),
  }),
});

/** Sends the token of a session with all requests from now on; an empty one ends that. */
export function carryToken(csrfToken: string): void {
  carried.csrfToken = csrfToken;
}

/** Narrows all requests from now on to a tenant; an empty one ends that. */
export function carryTenant(tenant: string): void {
  carried.tenant = tenant;
}
