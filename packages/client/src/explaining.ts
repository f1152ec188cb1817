import type { RequestContext } from '@safeai/core';
import type { RouteCall } from './routes/route-caller.ts';

/** The query of a request that wants to know why. */
export function explaining({ explain }: RequestContext): Pick<RouteCall, 'query'> {
  return explain === true ? { query: { explain } } : {};
}
