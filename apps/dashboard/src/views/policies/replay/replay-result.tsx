import type { AnswerOf } from '@safeai/client';
import { Link } from 'wouter';
import { decisionAddress } from '../../../data/audit-address.ts';
import { useBlockedScan } from '../../../data/blocked-scan.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { Verdict } from '../../../ui/verdict.tsx';
import { Findings } from '../rules/findings.tsx';
import { Tags } from '../rules/rule-scope.tsx';
import { actionChanges } from './action-changes.ts';
import { ReplayRules } from './replay-rules.tsx';

type Answer = AnswerOf<'policies_simulate'>;
type Judged = Answer['changes'][number]['from'];

/** What a draft would have changed in what is on record. */
export function ReplayResult({ answer }: { readonly answer: Answer }) {
  const { records, replayed, changed, other_gates, not_replayable, complete } = answer;
  const { changes, examples, unsure, lint } = answer;
  const sums = actionChanges(changes);
  const command = useBlockedScan();
  if (records === 0) {
    return <Empty title="There are no decisions of that time" command={command} />;
  }
  return (
    <div className="stack">
      <Notice
        isNews
        tone={changed === 0 ? 'good' : 'warning'}
        title={
          changed === 0
            ? `None of ${countWords(replayed)} decisions would be another`
            : `${countWords(changed)} of ${countWords(replayed)} decisions would be others`
        }
      >
        {sums.length === 0 ? null : (
          <ul className="row">
            {sums.map(({ from, to, count }) => (
              <li key={`${from} ${to}`} className="row policies-sum">
                {countWords(count)} × <Verdict action={from} /> <Icon name="right" size={13} />
                <span className="unseen">to</span> <Verdict action={to} />
              </li>
            ))}
          </ul>
        )}
        <p className="small">
          {countWords(records)} on record were looked at
          {complete ? '' : ', the newest: there are more'}. {countWords(other_gates)} were decided
          by an identity, a contract, a limit or an emergency stop, {countWords(not_replayable)} by
          what no record holds.
        </p>
      </Notice>
      {unsure.length === 0 ? null : (
        <Notice title="Rules that ask for what no record holds">
          <ul className="row">
            {unsure.map((name) => (
              <li key={name} className="pill">
                <Foreign text={name} mono />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Findings findings={lint} isInForce={false} />
      {changes.length === 0 ? null : (
        <Card isFlush title="What changes">
          <DataTable
            label="Verdicts that change"
            rows={changes}
            keyOf={({ from, to }) => JSON.stringify([from, to])}
            columns={[
              { id: 'from', title: 'Now', cell: ({ from }) => <By judged={from} /> },
              { id: 'to', title: 'Draft', cell: ({ to }) => <By judged={to} /> },
              {
                id: 'count',
                title: 'Decisions',
                isNumber: true,
                cell: ({ count }) => countWords(count),
              },
            ]}
          />
        </Card>
      )}
      <ReplayRules rules={answer.rules} />
      {examples.length === 0 ? null : (
        <Card isFlush title={`The newest that change (${examples.length})`}>
          <DataTable
            label="Decisions that change"
            rows={examples}
            keyOf={({ decision_id }) => decision_id}
            columns={[
              {
                id: 'decision',
                title: 'Decision',
                cell: ({ decision_id, event }) => (
                  <Link href={decisionAddress(decision_id)}>
                    {event} <code className="small">{decision_id.slice(-8)}</code>
                  </Link>
                ),
              },
              { id: 'time', title: 'Time', cell: ({ ts }) => <Time at={ts} /> },
              { id: 'from', title: 'Now', cell: ({ from }) => <By judged={from} /> },
              { id: 'to', title: 'Draft', cell: ({ to }) => <By judged={to} /> },
              {
                id: 'agent',
                title: 'Agent',
                cell: (each) => <Foreign text={each.agent_id} most={60} />,
              },
              {
                id: 'tool',
                title: 'Tool',
                cell: (each) => <Foreign text={each.tool_name} most={60} />,
              },
              { id: 'tags', title: 'Tags', cell: ({ data_tags }) => <Tags tags={data_tags} /> },
              {
                id: 'tenant',
                title: 'Tenant',
                cell: (each) => <Foreign text={each.tenant_id} most={40} />,
              },
            ]}
          />
        </Card>
      )}
    </div>
  );
}

function By({ judged: { action, policy_name } }: { readonly judged: Judged }) {
  return (
    <span className="row">
      <Verdict action={action} />
      {policy_name === null ? (
        <span className="soft small">default action</span>
      ) : (
        <Foreign text={policy_name} most={80} mono />
      )}
    </span>
  );
}
