import { useQueryClient } from '@tanstack/react-query';
import { useRoute } from '../data/use-route.ts';
import { useLive } from '../live/live-context.tsx';
import { useMay } from '../session/session-context.ts';

/** How many requests wait for a person; follows the events. 0 for who may not know. */
export function usePendingCount(): number {
  const may = useMay();
  const queries = useQueryClient();
  const { data } = useRoute(
    'dashboard_overview',
    { query: { last: '1h' } },
    { enabled: may('approvals'), everyMs: 60_000, keep: true },
  );
  useLive(({ event }) => {
    if (event.startsWith('approval.') || event === 'stream.gap') {
      void queries.invalidateQueries({ queryKey: ['dashboard_overview'] });
      void queries.invalidateQueries({ queryKey: ['approvals'] });
    }
  });
  return data?.approvals?.pending ?? 0;
}
