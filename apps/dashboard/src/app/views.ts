import type { RouteId } from '@safeai/client';
import { lazy, type ComponentType } from 'react';
import type { IconName } from '../ui/icon.tsx';

/** A page of the dashboard. */
export interface View {
  readonly id: IconName;
  /** Below `/dashboard`; everything under it is the view's own. */
  readonly path: string;
  readonly title: string;
  /** What is to be done there, for the palette. */
  readonly about: string;
  /** The route that it cannot do without: who may not call it does not see the view. */
  readonly needs: RouteId;
  /** After `g`, goes there. */
  readonly letter: string;
  readonly component: ComponentType;
}

/** Every view, in the order of the menu. */
export const VIEWS: readonly View[] = [
  {
    ...{ id: 'overview', path: '/', title: 'Overview', letter: 'o', needs: 'dashboard_overview' },
    about: 'What happens now',
    component: lazy(() => import('../views/overview/overview.tsx')),
  },
  {
    ...{ id: 'live', path: '/live', title: 'Live feed', letter: 'e', needs: 'events_filtered' },
    about: 'Every event as it happens',
    component: lazy(() => import('../views/live/live.tsx')),
  },
  {
    ...{ id: 'audit', path: '/audit', title: 'Audit log', letter: 'a', needs: 'audit' },
    about: 'Find, explain and prove decisions',
    component: lazy(() => import('../views/audit/audit.tsx')),
  },
  {
    ...{ id: 'approvals', path: '/approvals', title: 'Approvals', letter: 'p', needs: 'approvals' },
    about: 'Decide what waits for a person',
    component: lazy(() => import('../views/approvals/approvals.tsx')),
  },
  {
    ...{ id: 'policies', path: '/policies', title: 'Policies', letter: 'r', needs: 'policies' },
    about: 'Rules in force, drafts, what they would change',
    component: lazy(() => import('../views/policies/policies.tsx')),
  },
  {
    ...{ id: 'cost', path: '/cost', title: 'Cost', letter: 'c', needs: 'cost_summary' },
    about: 'What was spent, budgets, forecast',
    component: lazy(() => import('../views/cost/cost.tsx')),
  },
  {
    ...{
      id: 'playground',
      path: '/playground',
      title: 'Playground',
      letter: 'd',
      needs: 'policies_explain',
    },
    about: 'Try detectors and rules on a text',
    component: lazy(() => import('../views/playground/playground.tsx')),
  },
  {
    ...{
      id: 'tenants',
      path: '/tenants',
      title: 'Tenants',
      letter: 't',
      needs: 'tenants',
    },
    about: 'Tenants, users, API keys, emergency stops',
    component: lazy(() => import('../views/tenants/tenants.tsx')),
  },
  {
    ...{ id: 'alerts', path: '/alerts', title: 'Alerts', letter: 'l', needs: 'alerts' },
    about: 'Rules, channels, history, silences',
    component: lazy(() => import('../views/alerts/alerts.tsx')),
  },
  {
    ...{ id: 'settings', path: '/settings', title: 'Settings', letter: 's', needs: 'health' },
    about: 'Health, configuration, plugins, secrets',
    component: lazy(() => import('../views/settings/settings.tsx')),
  },
];
