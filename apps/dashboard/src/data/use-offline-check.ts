import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Asks again as soon as the browser has no network any more: what cannot be reached says so, a server of this machine answers. */
export function useOfflineCheck(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const ask = (): void => {
      void queries.refetchQueries({ type: 'active' });
    };
    addEventListener('offline', ask);
    return () => {
      removeEventListener('offline', ask);
    };
  }, [queries]);
}
