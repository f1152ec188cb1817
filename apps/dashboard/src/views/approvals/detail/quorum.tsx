import { DataTable } from '../../../ui/data-table.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Time } from '../../../ui/time.tsx';
import { needsOf, type Need } from '../decide/quorum.ts';
import type { ApprovalRequest } from '../request.ts';

/** Who has to agree, and who has. */
export function Quorum({ request }: { readonly request: ApprovalRequest }) {
  return (
    <section className="stack" aria-label="Votes">
      <h3>Votes</h3>
      <ul className="stack">
        {needsOf(request).map((need, index) => (
          <NeedLine key={`${need.policyName} ${index}`} need={need} />
        ))}
      </ul>
      <DataTable
        label="Votes so far"
        rows={request.votes ?? []}
        keyOf={({ approver_id, verdict }) => `${approver_id} ${verdict}`}
        empty={<p className="soft">Nobody has decided.</p>}
        columns={[
          {
            id: 'verdict',
            title: 'Verdict',
            cell: ({ verdict }) => (
              <span className="pill" data-tone={verdict === 'approve' ? 'good' : 'bad'}>
                <Icon name={verdict === 'approve' ? 'allow' : 'block'} size={13} />
                {verdict === 'approve' ? 'Approve' : 'Deny'}
              </span>
            ),
          },
          {
            id: 'who',
            title: 'Who',
            cell: ({ approver_id, roles }) => (
              <>
                <Foreign text={approver_id} most={80} />
                <span className="soft small approvals-line">{roles.join(', ')}</span>
              </>
            ),
          },
          {
            id: 'verified',
            title: 'Identity',
            cell: ({ verified }) =>
              verified ? (
                'verified'
              ) : (
                <span className="pill" data-tone="warning">
                  unverified
                </span>
              ),
          },
          { id: 'at', title: 'When', cell: ({ at }) => <Time at={at} /> },
          { id: 'note', title: 'Note', cell: ({ note }) => <Foreign text={note} most={2000} /> },
        ]}
      />
    </section>
  );
}

function NeedLine({
  need: { policyName, have, need, groups, escalateTo, isMet },
}: {
  readonly need: Need;
}) {
  return (
    <li className="row">
      <Icon name={isMet ? 'allow' : 'pending_approval'} size={13} />
      <Foreign text={policyName} most={120} mono />
      <span>
        {have} of {need}
        {groups.map(({ role, have: has, need: wants }) => (
          <span key={role}>
            {', '}
            {has} of {wants} with the role <Foreign text={role} most={60} />
          </span>
        ))}
      </span>
      {escalateTo === null ? null : (
        <span className="soft">
          escalates to <Foreign text={escalateTo} most={80} />
        </span>
      )}
    </li>
  );
}
