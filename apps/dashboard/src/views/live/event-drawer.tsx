import { Link } from 'wouter';
import { approvalAddress } from '../../data/approval-address.ts';
import { decisionAddress } from '../../data/audit-address.ts';
import { useMay } from '../../session/session-context.ts';
import { Code } from '../../ui/code.tsx';
import { Drawer } from '../../ui/dialog.tsx';
import { Foreign } from '../../ui/foreign.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import type { EventRow } from './feed-row.ts';

interface EventDrawerProps {
  readonly row: EventRow;
  readonly onClose: () => void;
}

/** An event's fields, and where to read on as far as the role goes. */
export function EventDrawer({ row: { event }, onClose }: EventDrawerProps) {
  const may = useMay();
  const { detail, decision_id: decision } = event;
  const said = Object.entries(detail as Readonly<Record<string, unknown>>).filter(
    ([name, value]) => value !== null && value !== '' && !STATED.has(name),
  );
  const approval = (detail as Readonly<Record<string, unknown>>).approval_request_id;
  return (
    <Drawer title={<Foreign text={event.event} mono />} onClose={onClose}>
      <div className="stack">
        <div className="row">
          {decision !== null && may('audit') ? (
            <Link className="button" href={decisionAddress(decision)}>
              Open in the audit log
            </Link>
          ) : null}
          {typeof approval === 'string' && may('approvals') ? (
            <Link className="button" href={approvalAddress(approval)}>
              Open the approval
            </Link>
          ) : null}
        </div>
        <dl className="facts">
          <dt>Time</dt>
          <dd>
            <Time at={event.timestamp} />
          </dd>
          {event.action === null ? null : (
            <>
              <dt>Verdict</dt>
              <dd>
                <Verdict action={event.action} />
              </dd>
            </>
          )}
          <Fact name="Boundary" value={event.boundary} />
          <Fact name="Agent" value={event.agent_id} />
          <Fact name="Tenant" value={event.tenant_id === '*' ? 'All tenants' : event.tenant_id} />
          <Fact name="Rule" value={event.rule} />
          {said.map(([name, value]) => (
            <Fact
              key={name}
              name={name.replaceAll('_', ' ')}
              value={typeof value === 'string' ? value : JSON.stringify(value)}
            />
          ))}
          <Fact name="Decision" value={decision} />
        </dl>
        {decision === null && event.rule === null && said.length === 0 ? (
          <Notice title="That is all that is told here">
            <p>Your role is told that it happened, or there is nothing more to tell.</p>
          </Notice>
        ) : null}
        <Code text={JSON.stringify(event, null, 2)} label="The event as JSON" />
      </div>
    </Drawer>
  );
}

/** Details that the event says itself. */
const STATED: ReadonlySet<string> = new Set(['boundary', 'action']);

function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null) return null;
  return (
    <>
      <dt>
        <Foreign text={name} most={60} />
      </dt>
      <dd>
        <Foreign text={value} most={2000} />
      </dd>
    </>
  );
}
