import type { Severity } from '../severity.ts';

/** What events must have in common to be one alert. */
export const GROUP_LABELS = ['tenant', 'event', 'policy', 'agent', 'tool'] as const;

/** What events must have in common to be one alert. */
export type GroupLabel = (typeof GROUP_LABELS)[number];

/** When an alert is raised. What is absent does not restrict it; names are globs. */
export interface AlertRule {
  readonly name: string;
  readonly events?: readonly string[] | undefined;
  readonly actions?: readonly string[] | undefined;
  readonly boundaries?: readonly string[] | undefined;
  /** Names of policy rules. */
  readonly policies?: readonly string[] | undefined;
  readonly agents?: readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  /** An event that concerns all tenants concerns each of them. */
  readonly tenants?: readonly string[] | undefined;
  /** A tag stands for its children, too. */
  readonly dataTags?: readonly string[] | undefined;
  /** `warning` if absent. `critical` is told at once, without waiting for others. */
  readonly severity?: Severity | undefined;
  /** So many events within the window raise the alert. 1 if absent. */
  readonly threshold?: number | undefined;
  /** Milliseconds; 15 minutes if absent. The alert is over after so long without an event. */
  readonly windowMs?: number | undefined;
  /** Least time between two messages about one alert, in milliseconds. 1 minute if absent. */
  readonly cooldownMs?: number | undefined;
  /** Ids of channels. All if absent. */
  readonly channels?: readonly string[] | undefined;
  /** Tenant and event if absent; the tenant alone where there are `resolveEvents`. */
  readonly groupBy?: readonly GroupLabel[] | undefined;
  /** Whether channels are told that the alert is over, so that pagers close theirs. */
  readonly resolve?: boolean | undefined;
  /** Events of the same group that end the alert; channels are told. */
  readonly resolveEvents?: readonly string[] | undefined;
}

/** While one of the source's alerts goes on, those of the target that have the same labels are held back. */
export interface Inhibition {
  /** Glob over names of alert rules. */
  readonly source: string;
  /** Glob over names of alert rules. */
  readonly target: string;
  /** None: whatever their labels are. */
  readonly equal?: readonly GroupLabel[] | undefined;
}
