import { Link } from 'wouter';
import { auditAddress, decisionAddress } from '../../../data/audit-address.ts';
import { isRecord, type LogRecord } from '../../../data/log-line.ts';
import { useRoute } from '../../../data/use-route.ts';
import { useMay } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { Verdict } from '../../../ui/verdict.tsx';
import type { ApprovalRequest } from '../request.ts';

/** Most records that are shown. */
const MOST = 50;

/** What the audit log has of the request, oldest first. */
export function History({ request: { request_id: id } }: { readonly request: ApprovalRequest }) {
  const may = useMay();
  const body = { approval_request_id: id, limit: MOST };
  const records = useRoute('audit_query', { body }, { enabled: may('audit_query') });
  if (!may('audit_query')) return null;
  return (
    <section className="stack" aria-label="History">
      <h3>History</h3>
      <Answer of={records} label="Looking into the audit log">
        {(lines) => (
          <>
            <ol className="approvals-history">
              {lines
                .filter(isRecord)
                .toReversed()
                .map((line) => (
                  <Step key={`${line.writer} ${line.seq}`} line={line} />
                ))}
            </ol>
            <p>
              <Link href={auditAddress({ approval: id })}>All records of it in the audit log</Link>
            </p>
          </>
        )}
      </Answer>
    </section>
  );
}

function Step({ line }: { readonly line: LogRecord }) {
  const who = line.approver_id ?? line.principal;
  return (
    <li>
      <span className="soft small">
        <Time at={line.ts} form="clock" />
      </span>
      <Verdict action={line.action} />
      <span>
        <Link href={decisionAddress(line.decision_id)}>
          <Foreign text={line.event} mono />
        </Link>
        {who === null ? null : (
          <span className="soft">
            {' by '}
            <Foreign text={who} most={80} />
          </span>
        )}
      </span>
    </li>
  );
}
