import { Foreign } from '../../ui/foreign.tsx';
import { Time } from '../../ui/time.tsx';
import type { ApprovalRequest } from './request.ts';
import { Status } from './status.tsx';

/** What became of a request, by whom, and what they wrote. */
export function Became({ of }: { readonly of: ApprovalRequest }) {
  const { status, votes = [], expires_at, consumed_at } = of;
  const verdict = status === 'denied' ? 'deny' : 'approve';
  const deciding = votes.filter((vote) => vote.verdict === verdict);
  const isDecided = status === 'denied' || status === 'approved' || status === 'consumed';
  const last = deciding.at(-1);
  return (
    <span className="approvals-became">
      <Status status={status} />
      {isDecided && last !== undefined ? (
        <span className="soft">
          by{' '}
          {deciding.map(({ approver_id: name }, index) => (
            <span key={name}>
              {index === 0 ? '' : ', '}
              <Foreign text={name} most={60} />
            </span>
          ))}
          , <Time at={last.at} form="clock" />
        </span>
      ) : null}
      {status === 'expired' ? (
        <span className="soft">
          at <Time at={expires_at} form="clock" />
        </span>
      ) : null}
      {status === 'consumed' ? (
        <span className="soft">
          , used <Time at={consumed_at} form="clock" />
        </span>
      ) : null}
      {isDecided && last?.note ? (
        <span className="small">
          “<Foreign text={last.note} most={120} />”
        </span>
      ) : null}
    </span>
  );
}
