import type { AnswerOf } from '@safeai/client';
import { Link } from 'wouter';
import { approvalAddress } from '../../data/approval-address.ts';
import { useRoute } from '../../data/use-route.ts';
import { useMay } from '../../session/session-context.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { countWords } from '../../ui/figures.ts';
import { Foreign } from '../../ui/foreign.tsx';
import { Time } from '../../ui/time.tsx';

type Overview = AnswerOf<'dashboard_overview'>;

/** How many requests are listed. */
const SHOWN = 5;

/** Requests that wait for a person: the soonest to expire first. */
export function Waiting({ overview }: { readonly overview: Overview }) {
  const may = useMay();
  const { approvals } = overview;
  const count = approvals?.pending ?? 0;
  return (
    <Card
      title="Waiting for a person"
      actions={may('approvals') ? <Link href="~/dashboard/approvals">All approvals</Link> : null}
    >
      <p aria-live="polite">
        {approvals === null ? (
          'How many wait cannot be known now.'
        ) : count === 0 ? (
          'Nothing waits.'
        ) : (
          <>
            <strong className="overview-count">{countWords(count)}</strong>{' '}
            {count === 1 ? 'waits' : 'wait'}; the first expires{' '}
            <Time at={approvals.next_expires_at} form="ago" />.
          </>
        )}
      </p>
      {count > 0 && may('approvals') ? <Soonest /> : null}
    </Card>
  );
}

function Soonest() {
  const pending = useRoute(
    'approvals',
    { query: { status: 'pending', limit: 200 } },
    { keep: true },
  );
  return (
    <Answer of={pending} label="Loading what waits">
      {(requests) => (
        <ul className="overview-list">
          {[...requests]
            .sort((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at))
            .slice(0, SHOWN)
            .map(({ request_id: id, tool_name: tool, agent_id: agent, expires_at: at }) => (
              <li key={id}>
                <Link className="one-line" href={approvalAddress(id)}>
                  <Foreign text={tool} most={60} />
                </Link>
                <span className="soft one-line">
                  <Foreign text={agent} most={60} />
                </span>
                <Time at={at} form="ago" />
              </li>
            ))}
        </ul>
      )}
    </Answer>
  );
}
