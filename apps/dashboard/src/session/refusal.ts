import type { RouteId } from '@safeai/client';
import { rolesFor } from './session-context.ts';

/** Why a button that calls a route cannot be pressed; null where it can. */
export function refusal(route: RouteId, may: (route: RouteId) => boolean): string | null {
  return may(route) ? null : `It takes the role ${rolesFor(route).join(' or ')}`;
}
