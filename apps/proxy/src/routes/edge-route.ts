import type { ProviderRouteId, RouteAccess, RouteId, RouteMethod } from '@safeai/api';
import type { PathPattern } from '../http/path-pattern.ts';

/** What the edge and both dispatchers need to know of a route, whoever's format its bodies are in. */
export interface EdgeRoute {
  readonly id: RouteId | ProviderRouteId;
  readonly method: RouteMethod;
  readonly path: string;
  /** Absent for a path without names. */
  readonly pattern?: PathPattern;
  readonly hot: boolean;
  readonly access: RouteAccess;
  /** It opens a session: one that is sent along proves nothing. */
  readonly signsIn: boolean;
  /** A ticket in its query takes the place of a credential. */
  readonly takesTicket: boolean;
  /** The flat list of headers that helmet sets for this route. */
  readonly securityHeaders: readonly string[];
}
