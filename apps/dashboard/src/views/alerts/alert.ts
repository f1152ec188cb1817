import type { AnswerOf, QueryOf } from '@safeai/client';

/** An alert, as the server tells it. */
export type Alert = AnswerOf<'alerts'>[number];

/** A message about an alert. */
export type AlertMessage = AnswerOf<'alerts_messages'>[number];

/** How grave an alert is. */
export type Severity = Alert['severity'];

/** How grave an alert can be, mildest first. */
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const satisfies Severity[];

/** Which alerts a list has. */
export interface AlertFilter {
  readonly state: NonNullable<QueryOf<'alerts'>['state']>;
  /** Empty for every one. */
  readonly rule: string;
  readonly severity: Severity | null;
}

/** The list that an address asks for. */
export function alertFilterOf(state: AlertFilter['state'], search: URLSearchParams): AlertFilter {
  const severity = SEVERITIES.find((each) => each === search.get('severity')) ?? null;
  return { state, rule: search.get('rule') ?? '', severity };
}

/** A tenant in words: `*` stands for all of them. */
export function tenantWords(tenant: string): string {
  return tenant === '*' ? 'all tenants' : tenant;
}
