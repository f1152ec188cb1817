import type { WireEvent } from '@safeai/client';
import { ACTIONS } from '../../ui/verdict.tsx';

/** The first part of the names of events, in the order in which they are offered, with their words. */
export const FAMILIES = {
  scan: 'Scans',
  guard: 'Outputs',
  intercept: 'Tool calls',
  message: 'Messages',
  memory: 'Memory',
  approval: 'Approvals',
  action: 'Outcomes',
  capability: 'Capabilities',
  key: 'API keys',
  lockdown: 'Stops',
  policy: 'Policies',
  budget: 'Budgets',
  alert: 'Alerts',
  secret: 'Secrets',
  audit: 'Audit log',
} as const;

/** The first part of the name of an event. */
export type Family = keyof typeof FAMILIES;

/** Which events are shown. What is empty narrows nothing. */
export interface FeedFilter {
  readonly families: readonly Family[];
  readonly action: string;
  /** A part of the agent's name. */
  readonly agent: string;
  /** Words that are all in what the event says, anywhere. */
  readonly text: string;
}

export const EVERYTHING: FeedFilter = { families: [], action: '', agent: '', text: '' };

/** Whether anything is narrowed. */
export function isNarrowed({ families, action, agent, text }: FeedFilter): boolean {
  return families.length > 0 || `${action}${agent}${text}`.trim() !== '';
}

/** The filter that an address names; what is not known in it is left out. */
export function filterOfSearch(search: URLSearchParams): FeedFilter {
  const action = search.get('action') ?? '';
  const named = (search.get('family') ?? '').split(',');
  return {
    families: familyNames().filter((family) => named.includes(family)),
    action: (ACTIONS as readonly string[]).includes(action) ? action : '',
    agent: search.get('agent') ?? '',
    text: search.get('text') ?? '',
  };
}

/** The search of an address that names a filter: `family=scan,guard&action=block`. */
export function searchOfFilter({ families, action, agent, text }: FeedFilter): URLSearchParams {
  const parts = { family: families.join(','), action, agent, text };
  return new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== ''));
}

/** The names to ask the server for; null for all of them. */
export function namesOf({ families }: FeedFilter): readonly string[] | null {
  return families.length === 0 ? null : families.map((family) => `${family}.*`);
}

/** Whether what one filter asks the server for leaves out something that another does not. */
export function asksForMore(next: FeedFilter, before: FeedFilter): boolean {
  if (before.families.length === 0) return false;
  if (next.families.length === 0) return true;
  return next.families.some((family) => !before.families.includes(family));
}

/** A filter as a test. Each event costs O(what it says), and that alone where a text is looked for. */
export function matcher(filter: FeedFilter): (event: WireEvent) => boolean {
  const { families, action } = filter;
  const agent = filter.agent.trim().toLowerCase();
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (event) => {
    const [family = ''] = event.event.split('.');
    if (families.length > 0 && !(families as readonly string[]).includes(family)) return false;
    if (action !== '' && event.action !== action) return false;
    if (agent !== '' && event.agent_id?.toLowerCase().includes(agent) !== true) return false;
    if (words.length === 0) return true;
    const said = saidBy(event);
    return words.every((word) => said.includes(word));
  };
}

/** Everything that an event says, in small letters. */
function saidBy({ event, tenant_id, agent_id, rule, decision_id, detail }: WireEvent): string {
  const said: unknown[] = [event, tenant_id, agent_id, rule, decision_id];
  for (const value of Object.values(detail as Record<string, unknown>)) said.push(value);
  return said
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .join('\n')
    .toLowerCase();
}

function familyNames(): readonly Family[] {
  return Object.keys(FAMILIES) as Family[];
}
