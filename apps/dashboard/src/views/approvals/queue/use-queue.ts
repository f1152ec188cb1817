import { useEffect, useMemo, useState } from 'react';
import type { RequestFilter } from '../fetch-requests.ts';
import { useRequests } from '../use-requests.ts';
import { followQueue, unseenCount, type QueueRow } from './queue-rows.ts';

/** Requests of a page; all pages are fetched, for the newest may be the first to expire. */
const PAGE = 200;

/** What waits, in rows that keep their places as long as the queue is shown. @param isHeld no row may move now */
export function useQueue(filter: Omit<RequestFilter, 'tab'>, isHeld: boolean) {
  const pages = useRequests({ ...filter, tab: 'pending' }, PAGE);
  const { data, error, hasNextPage, isFetching, fetchNextPage } = pages;
  const waiting = useMemo(() => data?.pages.flatMap(({ requests }) => requests), [data]);
  const [rows, setRows] = useState<readonly QueueRow[]>([]);

  useEffect(() => {
    if (hasNextPage && !isFetching && error === null) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  useEffect(() => {
    setRows((now) =>
      // Whatever was asked before is asked anew.
      waiting === undefined ? [] : followQueue(now, waiting, isHeld && now.length > 0),
    );
  }, [waiting, isHeld]);

  return {
    pages,
    rows,
    unseen: waiting === undefined ? 0 : unseenCount(rows, waiting),
    /** Shows what is new although somebody points at the rows. */
    showUnseen: () => {
      if (waiting !== undefined) setRows((now) => followQueue(now, waiting, false));
    },
  };
}
