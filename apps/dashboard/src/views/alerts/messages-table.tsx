import type { ReactNode } from 'react';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Foreign } from '../../ui/foreign.tsx';
import { Time } from '../../ui/time.tsx';
import type { AlertMessage } from './alert.ts';

const SAYS: Readonly<Record<AlertMessage['says'], string>> = {
  trigger: 'It was raised',
  update: 'News of it',
  acknowledge: 'Somebody looks after it',
  resolve: 'It is over',
};

const BECAME: Readonly<
  Record<AlertMessage['status'], { readonly words: string; readonly tone?: 'good' | 'bad' }>
> = {
  waiting: { words: 'Waits' },
  sent: { words: 'Sent', tone: 'good' },
  covered: { words: 'Another channel had it' },
  dead: { words: 'Given up', tone: 'bad' },
};

interface MessagesTableProps {
  readonly label: string;
  readonly messages: readonly AlertMessage[];
  readonly empty: ReactNode;
  /** Further columns, at the end. */
  readonly more?: readonly Column<AlertMessage>[];
}

/** Messages about alerts, and what became of them. */
export function MessagesTable({ label, messages, empty, more = [] }: MessagesTableProps) {
  return (
    <DataTable
      label={label}
      rows={messages}
      keyOf={({ id, channel }) => `${id} ${channel}`}
      empty={empty}
      columns={[
        { id: 'channel', title: 'Channel', cell: ({ channel }) => <Foreign text={channel} /> },
        { id: 'says', title: 'Says', cell: ({ says }) => SAYS[says] },
        {
          id: 'at',
          title: 'Written',
          cell: ({ created_at }) => <Time at={created_at} form="ago" />,
        },
        { id: 'became', title: 'What became of it', cell: (message) => <Became of={message} /> },
        ...more,
      ]}
    />
  );
}

function Became({
  of: { status, attempts, problem, moved_from, due_at },
}: {
  readonly of: AlertMessage;
}) {
  const { words, tone } = BECAME[status];
  return (
    <span className="alerts-status">
      <span className="pill" data-tone={tone}>
        {words}
      </span>
      {status === 'waiting' ? (
        <span className="soft small">
          tried next <Time at={due_at} form="ago" />
        </span>
      ) : null}
      {problem === null ? null : (
        <span className="small">
          <Foreign text={problem} most={80} mono />, {attempts}{' '}
          {attempts === 1 ? 'attempt' : 'attempts'}
        </span>
      )}
      {moved_from.length === 0 ? null : (
        <span className="soft small">
          in place of <Foreign text={moved_from.join(', ')} most={80} />
        </span>
      )}
    </span>
  );
}
