import type { RouteCall } from '../routes/route-caller.ts';
import type { Arguments } from './schema.ts';

/** Arguments as a query: their schema lets through texts, numbers and booleans alone. */
export function asQuery(args: Arguments): NonNullable<RouteCall['query']> {
  return args as NonNullable<RouteCall['query']>;
}
