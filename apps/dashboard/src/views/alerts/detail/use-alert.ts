import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Alert } from '../alert.ts';
import { fetchAlerts, type AlertPage } from '../list/fetch-alerts.ts';

/** Alerts that are asked for at once, and how often at most: who looks for an older one narrows a list. */
const PAGE = 1000;
const PAGES = 5;

const EVERY_MS = 10_000;

/** One alert, wherever it is among the last changed ones; null where it is not. */
export function useAlert(id: string): UseQueryResult<Alert | null> {
  const queries = useQueryClient();
  return useQuery<Alert | null>({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) => findAlert(id, signal),
    refetchInterval: EVERY_MS,
    placeholderData: () =>
      queries
        .getQueriesData<{ readonly pages: readonly AlertPage[] }>({ queryKey: ['alerts', 'pages'] })
        .flatMap(([, data]) => data?.pages ?? [])
        .flatMap(({ alerts }) => alerts)
        .find((alert) => alert.id === id),
  });
}

async function findAlert(id: string, signal: AbortSignal): Promise<Alert | null> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    const { alerts, next }: AlertPage = await fetchAlerts({ limit: PAGE, cursor, signal });
    const found = alerts.find((alert) => alert.id === id);
    if (found !== undefined) return found;
    if (next === null) return null;
    cursor = next;
  }
  return null;
}
