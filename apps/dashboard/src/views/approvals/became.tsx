import type { ReactNode } from 'react';
import { Foreign } from '../../ui/foreign.tsx';
import { Time } from '../../ui/time.tsx';
import type { ApprovalRequest, Vote } from './request.ts';
import { Status } from './status.tsx';

/** What became of a request, by whom, and what they wrote. */
export function Became({ of }: { readonly of: ApprovalRequest }) {
  const { status, votes = [] } = of;
  const verdict = status === 'denied' ? 'deny' : 'approve';
  const isDecided = status === 'denied' || status === 'approved' || status === 'consumed';
  const deciding = isDecided ? votes.filter((vote) => vote.verdict === verdict) : [];
  const note = deciding.at(-1)?.note ?? '';
  return (
    <span className="approvals-became">
      <Status status={status} />
      <span className="soft">{byWhom(of, deciding)}</span>
      {note === '' ? null : (
        <span className="small approvals-note">
          “<Foreign text={note} most={120} />”
        </span>
      )}
    </span>
  );
}

function byWhom(
  { status, expires_at, consumed_at }: ApprovalRequest,
  deciding: readonly Vote[],
): ReactNode {
  if (status === 'expired') {
    return (
      <>
        at <Time at={expires_at} form="clock" />
      </>
    );
  }
  if (deciding.length === 0) return null;
  return (
    <>
      by{' '}
      {deciding.map(({ approver_id: name }, index) => (
        <span key={name}>
          {index === 0 ? '' : ', '}
          <Foreign text={name} most={60} />
        </span>
      ))}
      , <Time at={deciding.at(-1)?.at} form="clock" />
      {status === 'consumed' ? (
        <>
          , used <Time at={consumed_at} form="clock" />
        </>
      ) : null}
    </>
  );
}
