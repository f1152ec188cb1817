import { GuardUnreachableError, ProblemError } from '@safeai/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { tellSessionEnd } from '../session/session-end.ts';

function onError(error: Error): void {
  if (error instanceof ProblemError && error.status === 401) tellSessionEnd();
}

/** What was asked of the server, and when to ask again. The client has tried again already where that is safe. */
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
      },
    },
  });
}
