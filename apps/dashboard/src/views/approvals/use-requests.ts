import { useInfiniteQuery } from '@tanstack/react-query';
import { fetchRequests, type RequestFilter } from './fetch-requests.ts';

const FIRST: string | null = null;

/**
 * Requests of the list, page by page, newest first. Events about approvals have them asked again: the page around the
 * views does that for all that was asked of the route.
 */
export function useRequests(filter: RequestFilter, limit: number) {
  const pages = useInfiniteQuery({
    queryKey: ['approvals', 'pages', filter, limit],
    queryFn: ({ pageParam, signal }) =>
      fetchRequests({ ...filter, limit, cursor: pageParam, signal }),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }) => next,
  });
  return pages;
}
