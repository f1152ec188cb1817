import type { ReactNode } from 'react';
import { Foreign } from '../../../ui/foreign.tsx';
import { Verdict } from '../../../ui/verdict.tsx';
import { isRecord, type LogLine, type LogRecord } from '../audit-address.ts';
import type { ColumnId } from './column-ids.ts';

/** A column of the list, beside the time, which is always there. */
export interface ListColumn {
  readonly id: ColumnId;
  readonly title: string;
  /** Least width, in pixels, and its share of what is left. */
  readonly width: number;
  readonly share: number;
  readonly cell: (line: LogLine) => ReactNode;
}

/** Longest that a cell shows. */
const MOST = 80;

const name = (text: string | null): ReactNode => <Foreign text={text} most={MOST} />;

/** What a record says; a dash where the log wrote the line itself. */
function ofRecord(cell: (record: LogRecord) => ReactNode): ListColumn['cell'] {
  return (line) => (isRecord(line) ? cell(line) : <span className="soft">–</span>);
}

/** Every column, in their order. */
export const COLUMNS: readonly ListColumn[] = [
  {
    ...{ id: 'verdict', title: 'Verdict', width: 108, share: 0 },
    cell: ofRecord(({ action }) => <Verdict action={action} />),
  },
  {
    ...{ id: 'event', title: 'Event', width: 136, share: 0.6 },
    cell: ({ event }) => <Foreign text={event} most={MOST} mono />,
  },
  {
    ...{ id: 'agent', title: 'Agent', width: 92, share: 1 },
    cell: ofRecord(({ agent_id }) => name(agent_id)),
  },
  {
    ...{ id: 'tool', title: 'Tool', width: 88, share: 1 },
    cell: ofRecord(({ tool_name }) => name(tool_name)),
  },
  {
    ...{ id: 'policy', title: 'Policy', width: 96, share: 1.4 },
    cell: ofRecord(({ policy_name }) => name(policy_name)),
  },
  {
    ...{ id: 'tags', title: 'Tags', width: 62, share: 1.4 },
    cell: (line) =>
      isRecord(line) ? (
        <Foreign
          text={line.data_tags.length === 0 ? null : line.data_tags.join(', ')}
          most={MOST}
        />
      ) : (
        <Foreign text={JSON.stringify(line.detail)} most={MOST} mono />
      ),
  },
  {
    ...{ id: 'tenant', title: 'Tenant', width: 66, share: 0.4 },
    cell: ofRecord(({ tenant_id }) => name(tenant_id)),
  },
  {
    ...{ id: 'session', title: 'Session', width: 110, share: 0.8 },
    cell: ofRecord(({ session_id }) => name(session_id)),
  },
  {
    ...{ id: 'principal', title: 'Principal', width: 96, share: 0.6 },
    cell: ofRecord(({ principal }) => name(principal)),
  },
  {
    ...{ id: 'reason', title: 'Reason code', width: 120, share: 0.6 },
    cell: ofRecord(({ reason_code }) => name(reason_code)),
  },
];

/** Width of the time. Pixels. */
const TIME_WIDTH = 156;

/** The widths of a row as a grid, and the least of all of it in pixels. */
export function gridOf(columns: readonly ListColumn[]): {
  readonly gridTemplateColumns: string;
  readonly minWidth: number;
} {
  const widths = columns.map(({ width, share }) =>
    share === 0 ? `${width}px` : `minmax(${width}px, ${share}fr)`,
  );
  return {
    gridTemplateColumns: [`${TIME_WIDTH}px`, ...widths].join(' '),
    minWidth: TIME_WIDTH + columns.reduce((sum, { width }) => sum + width, 0),
  };
}
