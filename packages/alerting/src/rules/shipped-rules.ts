import type { AlertRule, Inhibition } from './alert-rule.ts';

/** The rules of who has none: policy violations, budget overruns and system events. */
export const SHIPPED_RULES: readonly AlertRule[] = [
  {
    name: 'default-secret-blocked',
    events: ['*.blocked'],
    dataTags: ['secret', 'tampering'],
    severity: 'critical',
  },
  { name: 'default-blocked', events: ['*.blocked'], severity: 'error' },
  { name: 'default-budget-exceeded', events: ['budget.exceeded'], severity: 'error' },
  { name: 'default-budget-warning', events: ['budget.warning'], severity: 'warning' },
  { name: 'default-audit-failure', events: ['audit.failure'], severity: 'critical' },
  {
    name: 'default-policy-reload-failed',
    events: ['policy.reload_failed'],
    severity: 'error',
    resolveEvents: ['policy.reloaded'],
  },
  {
    name: 'default-secret-unavailable',
    events: ['secret.stale', 'secret.lost'],
    severity: 'error',
    resolveEvents: ['secret.recovered'],
  },
  { name: 'default-lockdown', events: ['lockdown.set', 'lockdown.lifted'], severity: 'error' },
];

/** What goes with {@link SHIPPED_RULES}: who is told of the graver one need not be told of the other. */
export const SHIPPED_INHIBITIONS: readonly Inhibition[] = [
  { source: 'default-secret-blocked', target: 'default-blocked', equal: ['tenant', 'event'] },
  { source: 'default-budget-exceeded', target: 'default-budget-warning', equal: ['tenant'] },
];
