import type { AnswerOf, RouteCall, RouteId } from '@safeai/client';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { questions } from '../session/routes.ts';
import { askAgainAfter } from './ask-again.ts';

/** When a route is asked. */
export interface Asking {
  /** False: not now. */
  readonly enabled?: boolean;
  /** Ask again after so long, while the page is looked at. Milliseconds. */
  readonly everyMs?: number;
  /** Show the last answer while another question is asked. */
  readonly keep?: boolean;
}

/** Asks again after so long; sooner or later where a refusal says so. Milliseconds. */
export function every(ms: number) {
  return ({ state }: { readonly state: { readonly error: Error | null } }): number =>
    askAgainAfter(state.error) ?? ms;
}

/** The key of a question among all that were asked: all of a route begin with its id. */
export function routeKey(route: RouteId, call: RouteCall = {}) {
  return [route, call.params ?? null, call.query ?? null, call.body ?? null] as const;
}

/** What a route answers, asked when it is first needed. For questions alone: what changes something is `useChange`. */
export function useRoute<Id extends RouteId>(
  route: Id,
  call: RouteCall = {},
  { enabled = true, everyMs, keep = false }: Asking = {},
): UseQueryResult<AnswerOf<Id>> {
  return useQuery<AnswerOf<Id>>({
    queryKey: routeKey(route, call),
    queryFn: async ({ signal }) => (await questions.call(route, { ...call, signal })).body,
    enabled,
    ...(everyMs === undefined ? {} : { refetchInterval: every(everyMs) }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}
