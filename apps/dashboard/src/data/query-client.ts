import { GuardUnreachableError, ProblemError } from '@safeai/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { tellSessionEnd } from '../session/session-end.ts';
import { askAgainAfter } from './ask-again.ts';

function onError(error: Error): void {
  if (error instanceof ProblemError && error.status === 401) tellSessionEnd();
}

/**
 * What was asked of the server, and when to ask again. The client has tried again already where that is safe. A machine
 * without a network may have the server on itself: whether it can be reached, asking tells; and a change that does not
 * come through fails, and is not made later when nobody thinks of it any more.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => error instanceof GuardUnreachableError && failures < 1,
        staleTime: 5_000,
        gcTime: 60_000,
        refetchOnWindowFocus: true,
        refetchInterval: ({ state }) => askAgainAfter(state.error) ?? false,
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
