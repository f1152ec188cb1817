import { approvalAddress } from '../../../data/approval-address.ts';
import { auditAddress } from '../../../data/audit-address.ts';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { DataTable } from '../../../ui/data-table.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { Verdict } from '../../../ui/verdict.tsx';
import type { LogRecord } from '../audit-address.ts';
import type { QueryKey } from '../question/keys.ts';

/** All that is on record about a decision. */
export function Facts({ record }: { readonly record: LogRecord }) {
  const { detections, detail, data_tags } = record;
  return (
    <div className="stack">
      <dl className="facts">
        <Fact title="Verdict">
          <Verdict action={record.action} />
        </Fact>
        <Fact title="Time">
          <Time at={record.ts} />
        </Fact>
        <Fact title="Event">
          <Linked by="event" value={record.event} />
        </Fact>
        <Fact title="Boundary">
          <Foreign text={record.boundary} />
        </Fact>
        <Fact title="Policy">
          <Linked by="policy" value={record.policy_name} />
        </Fact>
        <Fact title="Reason code">
          <Foreign text={record.reason_code} mono />
        </Fact>
        <Fact title="Agent">
          <Linked by="agent" value={record.agent_id} />
        </Fact>
        <Fact title="Tool">
          <Linked by="tool" value={record.tool_name} />
        </Fact>
        <Fact title="Session">
          <Linked by="session" value={record.session_id} />
        </Fact>
        <Fact title="Tenant">
          <Linked by="tenant" value={record.tenant_id} />
        </Fact>
        <Fact title="Principal">
          <Foreign text={record.principal} />
        </Fact>
        <Fact title="Tags">
          {data_tags.length === 0 ? (
            <span className="soft">none</span>
          ) : (
            <ul className="row">
              {data_tags.map((tag) => (
                <li key={tag}>
                  <Link className="pill" href={auditAddress({ tag })} title="All with this tag">
                    <Foreign text={tag} mono />
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact title="Approval">
          <Approval id={record.approval_request_id} />
        </Fact>
        <Fact title="Decided by">
          <Foreign text={record.approver_id} />
        </Fact>
        <Fact title="Latency">{countWords(record.latency_us)} µs</Fact>
        <Fact title="Parameters">
          <Foreign text={record.parameters_digest} mono />
        </Fact>
        <Fact title="Request">
          <Foreign text={record.request_id} mono />
        </Fact>
        <Fact title="Revision">
          <Foreign text={record.policy_revision} mono />
        </Fact>
        <Fact title="Place in the log">
          <Foreign text={`${record.writer} #${record.seq}`} mono />
        </Fact>
        <Fact title="Hash">
          <Foreign text={record.hash} mono />
        </Fact>
      </dl>
      <h3>Findings</h3>
      <DataTable
        label="Findings"
        rows={detections.map((each, index) => ({ ...each, index }))}
        keyOf={({ index }) => String(index)}
        empty={<p className="soft">Nothing was found.</p>}
        columns={[
          { id: 'type', title: 'Type', cell: ({ type }) => <Foreign text={type} /> },
          { id: 'by', title: 'Detector', cell: ({ detector }) => <Foreign text={detector} mono /> },
          {
            id: 'count',
            title: 'Count',
            isNumber: true,
            cell: ({ count }) => countWords(count),
          },
          { id: 'digest', title: 'Digest', cell: ({ digest }) => <Foreign text={digest} mono /> },
        ]}
      />
      {detail === undefined ? null : (
        <>
          <h3>Details</h3>
          <dl className="facts">
            {Object.entries(detail).map(([name, value]) => (
              <Fact key={name} title={<Foreign text={name} mono />}>
                <Foreign text={typeof value === 'string' ? value : JSON.stringify(value)} />
              </Fact>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}

function Fact({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A value that leads to all records that have it. */
function Linked({ by, value }: { readonly by: QueryKey; readonly value: string | null }) {
  if (value === null || value === '') return <Foreign text={value} />;
  return (
    <>
      <Foreign text={value} />{' '}
      <Link className="small audit-all" href={auditAddress({ [by]: value })}>
        all<span className="unseen"> records of this {by}</span>
      </Link>
    </>
  );
}

function Approval({ id }: { readonly id: string | null }) {
  if (id === null) return <Foreign text={null} />;
  return (
    <>
      <Link href={approvalAddress(id)}>
        <Foreign text={id} mono />
      </Link>{' '}
      <Link className="small audit-all" href={auditAddress({ approval: id })}>
        all<span className="unseen"> records of this approval</span>
      </Link>
    </>
  );
}
