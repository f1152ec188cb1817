import { useInfiniteQuery } from '@tanstack/react-query';
import { every } from '../../../data/use-route.ts';
import type { AlertFilter } from '../alert.ts';
import { fetchAlerts } from './fetch-alerts.ts';

/** Alerts of a page. */
const PAGE = 50;

/** No event says that an alert was raised: it is asked for as often. Milliseconds. */
const EVERY_MS = 10_000;

const FIRST: string | null = null;

/** Alerts page by page, the last changed first, asked again while they are looked at. */
export function useAlerts(filter: AlertFilter) {
  return useInfiniteQuery({
    queryKey: ['alerts', 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      fetchAlerts({ filter, limit: PAGE, cursor: pageParam, signal }),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }) => next,
    refetchInterval: every(EVERY_MS),
  });
}
