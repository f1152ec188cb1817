import type { AnswerOf, RouteCall, RouteId } from '@safeai/client';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { routes } from '../session/routes.ts';

/**
 * Changes something by a route. What was asked of the routes that it concerns is asked again, however it ends. While a
 * change is under way another `mutate` does nothing: a second click comes sooner than a button can be drawn as pressed.
 *
 * @param isForgotten what was sent and answered is let go as soon as nobody shows it: a text, a new key
 */
export function useChange<Id extends RouteId>(
  route: Id,
  concerns: readonly RouteId[] = [],
  { isForgotten = false }: { readonly isForgotten?: boolean } = {},
): UseMutationResult<AnswerOf<Id>, Error, RouteCall> {
  const queries = useQueryClient();
  const isUnderWay = useRef(false);
  const change = useMutation<AnswerOf<Id>, Error, RouteCall>({
    mutationFn: async (call) => (await routes.call(route, call)).body,
    onSettled: () => {
      isUnderWay.current = false;
      return Promise.all(concerns.map((each) => queries.invalidateQueries({ queryKey: [each] })));
    },
    ...(isForgotten ? { gcTime: 0 } : {}),
  });
  return {
    ...change,
    mutate: (call, options) => {
      if (isUnderWay.current) return;
      isUnderWay.current = true;
      change.mutate(call, options);
    },
  };
}
