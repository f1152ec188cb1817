import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { auditAddress } from '../../../data/audit-address.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import type { ApprovalRequest } from '../request.ts';

/** Who asks for what, why, and which rule has it wait. */
export function Facts({ request }: { readonly request: ApprovalRequest }) {
  const { session_id: session, request_id: id } = request;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Agent', <Foreign text={request.agent_id} most={300} />],
    ['Requester', <Foreign text={request.requester} most={300} />],
    ['Justification', <Foreign text={request.justification} most={4096} />],
    ['Reason', <Foreign text={request.reason} most={1000} />],
    ['Rule', <Foreign text={request.policy_name} most={300} mono />],
    ['Tenant', <Foreign text={request.tenant_id} most={300} />],
    [
      'Session',
      session === null || session === undefined ? (
        <span className="soft">none</span>
      ) : (
        <Link href={auditAddress({ session, tenant: request.tenant_id })}>
          <Foreign text={session} most={300} />
        </Link>
      ),
    ],
    ['Made', <Time at={request.created_at} />],
    ['Expires', <Time at={request.expires_at} />],
    ...(request.consumed_at ? [['Used', <Time at={request.consumed_at} />] as const] : []),
    [
      'Request',
      <>
        <code>{id}</code> <CopyButton text={id} label="Copy the id of the request" />
      </>,
    ],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
