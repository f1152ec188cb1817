import { questions } from '../../../session/routes.ts';
import type { Alert, AlertFilter } from '../alert.ts';

/** A page of alerts, the last changed first, and where the next one begins. */
export interface AlertPage {
  readonly alerts: readonly Alert[];
  readonly next: string | null;
}

interface PageWanted {
  readonly filter: AlertFilter;
  readonly limit: number;
  /** Null for the first. */
  readonly cursor: string | null;
  readonly signal: AbortSignal;
}

/** A page of alerts. @throws ProblemError, GuardUnreachableError */
export async function fetchAlerts({
  filter,
  limit,
  cursor,
  signal,
}: PageWanted): Promise<AlertPage> {
  const { body, headers } = await questions.call('alerts', {
    query: {
      limit,
      state: filter.state,
      rule: filter.rule === '' ? undefined : filter.rule,
      severity: filter.severity ?? undefined,
      cursor: cursor ?? undefined,
    },
    signal,
  });
  return { alerts: body, next: headers['x-next-cursor'] ?? null };
}
