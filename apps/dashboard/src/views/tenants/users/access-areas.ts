import { ROUTE_ACCESS, ROUTE_PLACES } from '@safeai/api/wire';
import type { RouteId } from '@safeai/client';

/** A route that not everybody may call. */
export interface AreaRoute {
  readonly id: RouteId;
  readonly method: string;
  readonly path: string;
  readonly roles: readonly string[];
}

/** Routes that belong together. */
export interface Area {
  readonly title: string;
  readonly routes: readonly AreaRoute[];
}

/** What routes are about, by the first name of their path. Others are called as that name. */
const TITLES: Readonly<Record<string, string>> = {
  scan: 'Ask for decisions',
  guard: 'Ask for decisions',
  intercept: 'Ask for decisions',
  hooks: 'Ask for decisions',
  actions: 'Ask for decisions',
  proxy: 'Ask for decisions',
  memory: 'Agent memory',
  policies: 'Policies',
  approvals: 'Approvals',
  audit: 'Audit log',
  events: 'Live events',
  ws: 'Live events',
  alerts: 'Alerts',
  cost: 'Cost and budgets',
  budgets: 'Cost and budgets',
  tenants: 'Tenants, users, overview',
  dashboard: 'Tenants, users, overview',
  keys: 'API keys',
  capabilities: 'Capabilities',
  lockdown: 'Emergency stops',
  plugins: 'Configuration and plugins',
  config: 'Configuration and plugins',
  secrets: 'Secrets',
  metrics: 'Metrics',
  session: 'Sessions',
};

/** Who may do what, as the server decides it, by what it is about. Routes that are open to everybody are left out. */
export const AREAS: readonly Area[] = areas();

function areas(): Area[] {
  const byTitle = new Map<string, AreaRoute[]>();
  for (const [id, [method, path]] of Object.entries(ROUTE_PLACES) as [
    RouteId,
    readonly [string, string, string],
  ][]) {
    const roles = ROUTE_ACCESS[id];
    if (roles === 'public') continue;
    const [, , first = '', second = ''] = path.split('/');
    const name = first === 'dashboard' && second === 'cost' ? second : first;
    const title = TITLES[name] ?? name;
    const routes = byTitle.get(title) ?? [];
    routes.push({ id, method, path, roles });
    byTitle.set(title, routes);
  }
  return [...byTitle].map(([title, routes]) => ({ title, routes }));
}

/** How many routes of an area a role may call. */
export function openTo({ routes }: Area, role: string): number {
  return routes.filter(({ roles }) => roles.includes(role)).length;
}
