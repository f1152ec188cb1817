import { HttpRoutes, type HttpRoutesOptions } from '@safeai/client';
import { patient } from './patient-fetch.ts';

/** What requests carry besides the cookie, which no script sees. */
const carried = { csrfToken: '', tenant: '', tenantHeader: '' };

const SERVER: HttpRoutesOptions = {
  url: location.origin,
  headers: () => ({
    ...(carried.csrfToken === '' ? {} : { 'x-csrf-token': carried.csrfToken }),
    ...(carried.tenant === '' ? {} : { [carried.tenantHeader]: carried.tenant }),
  }),
};

/** The routes of the server that this page came from, asked by the session of its cookie. */
export const routes = new HttpRoutes(SERVER);

/** The same for what is shown: a refusal that says when to ask again is told at once, and is asked again no sooner. */
export const questions = new HttpRoutes({
  ...SERVER,
  maxRetryAfterMs: 0,
  fetch: patient((url, sent) => fetch(url, sent), Date.now),
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
