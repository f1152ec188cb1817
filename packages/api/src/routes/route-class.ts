import { PROVIDER_ROUTES, type ProviderRouteId } from './providers.ts';
import { ROUTE_ACCESS } from './roles.ts';
import type { RouteAccess, RouteDescription } from './route.ts';
import { ROUTES, type RouteId } from './table.ts';

/**
 * What kind of route it is, for limits by kind. `data`: what agents call. `read`: what only looks. `control`: what
 * people and operators change.
 */
export type RouteClass = 'data' | 'read' | 'control';

/** The kind of every route. It follows from method and roles. */
export const ROUTE_CLASS: Readonly<Record<RouteId | ProviderRouteId, RouteClass>> =
  Object.fromEntries(
    [...ROUTES, ...PROVIDER_ROUTES].map((route) => [
      route.id,
      classOf(route, ROUTE_ACCESS[route.id]),
    ]),
  ) as Record<RouteId | ProviderRouteId, RouteClass>;

/** Auditors change nothing, so whatever they may call only looks: queries with a body are told by that. */
function classOf({ method }: Pick<RouteDescription, 'method'>, access: RouteAccess): RouteClass {
  if (method === 'GET') return 'read';
  if (access === 'public') return 'control';
  if (access.includes('auditor')) return 'read';
  return access.includes('agent') ? 'data' : 'control';
}
