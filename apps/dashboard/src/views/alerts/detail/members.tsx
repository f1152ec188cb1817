import { Link } from 'wouter';
import { auditAddress } from '../../../data/audit-address.ts';
import { useMay } from '../../../session/session-context.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Verdict } from '../../../ui/verdict.tsx';
import type { Alert } from '../alert.ts';

type Member = Alert['members'][number];

/** The events of an alert, those that are alike together, most first. */
export function Members({ alert: { members, other_count } }: { readonly alert: Alert }) {
  const may = useMay();
  const name = (text: string | null, address: string | null) =>
    text !== null && address !== null && may('audit') ? (
      <Link href={address}>
        <Foreign text={text} most={60} />
      </Link>
    ) : (
      <Foreign text={text} most={60} />
    );
  return (
    <section className="stack" aria-label="Events">
      <h3>Events</h3>
      <DataTable
        label="Events that are alike, most first"
        rows={members}
        keyOf={keyOf}
        empty={<p className="soft">None is told apart.</p>}
        columns={[
          { id: 'event', title: 'Event', cell: ({ event }) => <Foreign text={event} most={60} /> },
          {
            id: 'action',
            title: 'Decided',
            cell: ({ action }) =>
              action === null ? <Foreign text={null} /> : <Verdict action={action} />,
          },
          {
            id: 'who',
            title: 'Agent and tool',
            cell: ({ agent_id, tool_name }) => (
              <>
                {name(agent_id, agent_id === null ? null : auditAddress({ agent: agent_id }))}
                {tool_name === null ? null : (
                  <>
                    {' · '}
                    {name(tool_name, auditAddress({ tool: tool_name, agent: agent_id }))}
                  </>
                )}
              </>
            ),
          },
          {
            id: 'policy',
            title: 'Rule',
            cell: ({ policy }) => <Foreign text={policy} most={60} mono />,
          },
          {
            id: 'found',
            title: 'Found',
            cell: ({ detection_type }) => <Foreign text={detection_type} most={60} />,
          },
          { id: 'count', title: 'Events', isNumber: true, cell: ({ count }) => countWords(count) },
        ]}
      />
      {other_count === 0 ? null : (
        <p className="soft small">And {countWords(other_count)} others.</p>
      )}
    </section>
  );
}

function keyOf(member: Member): string {
  const { count: _, ...rest } = member;
  return JSON.stringify(rest);
}
