import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { routeKey, useRoute } from '../../../data/use-route.ts';
import { Became } from '../became.tsx';

/** What became of a request that waited a moment ago, asked of the server. */
export function BecameOf({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const call = { params: { id } };
  const { data } = useRoute('approval', call);
  // What is known of it may be from before.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: routeKey('approval', { params: { id } }) });
  }, [queries, id]);
  if (data === undefined || data.status === 'pending')
    return <span className="soft">Waits no more</span>;
  return <Became of={data} />;
}
