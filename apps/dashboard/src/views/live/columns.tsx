import type { WireEvent } from '@safeai/client';
import type { ReactNode } from 'react';
import { Foreign } from '../../ui/foreign.tsx';
import { Verdict } from '../../ui/verdict.tsx';

/** A column of the feed, beside the time, which is always there. */
export interface FeedColumn {
  readonly id: string;
  readonly title: string;
  /** Its width, as the grid takes it. */
  readonly width: string;
  readonly cell: (event: WireEvent) => ReactNode;
}

/** Longest that a cell shows. */
const MOST = 80;

const name = (text: string | null): ReactNode => <Foreign text={text} most={MOST} />;

/** Every column, in their order. */
export const COLUMNS: readonly FeedColumn[] = [
  {
    ...{ id: 'verdict', title: 'Verdict', width: '112px' },
    cell: ({ action }) =>
      action === null ? <span className="soft">–</span> : <Verdict action={action} />,
  },
  {
    ...{ id: 'event', title: 'Event', width: 'minmax(214px, 1fr)' },
    cell: ({ event }) => <Foreign text={event} most={MOST} mono />,
  },
  {
    ...{ id: 'agent', title: 'Agent', width: 'minmax(110px, 1fr)' },
    cell: ({ agent_id }) => name(agent_id),
  },
  {
    ...{ id: 'about', title: 'About', width: 'minmax(120px, 1.2fr)' },
    cell: (event) => name(aboutOf(event)),
  },
  {
    ...{ id: 'rule', title: 'Rule', width: 'minmax(120px, 1.4fr)' },
    cell: ({ rule }) => name(rule),
  },
  {
    ...{ id: 'tenant', title: 'Tenant', width: 'minmax(80px, 0.8fr)' },
    cell: ({ tenant_id }) => name(tenant_id === '*' ? 'All tenants' : tenant_id),
  },
];

/** Where its cells stand. */
export const TEMPLATE = ['92px', ...COLUMNS.map(({ width }) => width)].join(' ');

/** What of its details says most: those that may be there, the most telling first. */
const TELLING = ['tool_name', 'detection_type', 'budget', 'key', 'model', 'reason_code', 'reason'];

function aboutOf({ detail }: WireEvent): string | null {
  const said = detail as Readonly<Record<string, unknown>>;
  for (const key of TELLING) {
    const value = said[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
