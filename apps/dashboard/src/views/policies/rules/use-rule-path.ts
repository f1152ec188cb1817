import { useSearch } from 'wouter';

/** Paths below the view that keep the filter of the list. */
export function useRulePath(): (path: string) => string {
  const search = useSearch();
  return (path) => (search === '' ? path : `${path}?${new URLSearchParams(search).toString()}`);
}
