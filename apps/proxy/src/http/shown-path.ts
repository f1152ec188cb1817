import { shownName } from '@safeai/api';

const MAX_SEGMENTS = 8;

/**
 * A path for answers and logs: segments that are not made of plain words read `*`, for a caller may put
 * anything there. A route's own path is shown as it is.
 */
export function shownPath(path: string): string {
  const segments = path.split('/').slice(1, MAX_SEGMENTS + 1);
  return `/${segments.map((segment) => (segment === '' ? '' : shownName(segment))).join('/')}`;
}
