import { NO_HISTORY } from './no-history.ts';
import type { Storage } from './storage.ts';

const FINE = { state: 'ok', reason: null } as const;

/** Nothing lasts: every port is core's own, in memory. */
export const IN_MEMORY: Storage = {
  ports: {},
  audit: NO_HISTORY,
  // Nobody else could.
  onAlertNotice: () => undefined,
  health: () => Promise.resolve({ audit: FINE, state: FINE }),
  close: () => Promise.resolve(),
};
