import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useRoute } from '../data/use-route.ts';
import { useLive } from '../live/live-context.tsx';
import { useMay } from '../session/session-context.ts';

/** How long news are gathered before the server is asked: one decision brings several. Milliseconds. */
const GATHER_MS = 300;

/** How many requests wait for a person; follows the events. 0 for who may not know. */
export function usePendingCount(): number {
  const may = useMay();
  const queries = useQueryClient();
  const gathering = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { data } = useRoute(
    'dashboard_overview',
    { query: { last: '1h' } },
    { enabled: may('approvals'), everyMs: 60_000, keep: true },
  );
  useLive(({ event }) => {
    if (!event.startsWith('approval.') && event !== 'stream.gap') return;
    gathering.current ??= setTimeout(() => {
      gathering.current = undefined;
      void queries.invalidateQueries({ queryKey: ['dashboard_overview'] });
      void queries.invalidateQueries({ queryKey: ['approvals'] });
    }, GATHER_MS);
  });
  useEffect(
    () => () => {
      clearTimeout(gathering.current);
      gathering.current = undefined;
    },
    [],
  );
  const pending: unknown = data?.approvals?.pending;
  return typeof pending === 'number' ? pending : 0;
}
