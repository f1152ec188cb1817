import { auditAddress } from '../../../data/audit-address.ts';
import { Link } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { durationWords } from '../../../ui/time-words.ts';
import { Verdict } from '../../../ui/verdict.tsx';
import { auditPath, isRecord, type LogLine, type LogRecord } from '../audit-address.ts';

/** Most records before the decision, and after it. */
const EACH = 20;
/** How far after it is looked, and at how many records. */
const AFTER_MS = 30 * 60_000;
const LOOKED = 500;

interface SessionRecordsProps {
  readonly record: LogRecord;
  readonly sessionId: string;
  readonly search: string;
}

/** What happened in the same session, around the decision, oldest first. */
export function SessionRecords({ record, sessionId, search }: SessionRecordsProps) {
  const at = Date.parse(record.ts);
  const after = new Date(at + 1).toISOString();
  const session = { session_id: sessionId, tenant_id: record.tenant_id };
  const before = useRoute('audit', { query: { ...session, until: after, limit: EACH + 1 } });
  const later = useRoute('audit', {
    query: {
      ...{ ...session, since: after, limit: LOOKED },
      until: new Date(at + AFTER_MS).toISOString(),
    },
  });
  return (
    <Answer of={before} label="Looking for the session">
      {(earlier) => (
        <Answer of={later} label="Looking for the session">
          {(next) => (
            <div className="stack">
              <ol className="audit-session">
                {[...next.slice(-EACH), ...earlier].reverse().map((line) => (
                  <Step
                    key={`${line.writer} ${line.seq}`}
                    line={line}
                    of={record}
                    search={search}
                  />
                ))}
              </ol>
              <p>
                <Link href={auditAddress({ session: sessionId })}>All records of this session</Link>
              </p>
            </div>
          )}
        </Answer>
      )}
    </Answer>
  );
}

interface StepProps {
  readonly line: LogLine;
  readonly of: LogRecord;
  readonly search: string;
}

function Step({ line, of, search }: StepProps) {
  if (!isRecord(line)) return null;
  const isThis = line.decision_id === of.decision_id && line.event === of.event;
  const away = Date.parse(line.ts) - Date.parse(of.ts);
  return (
    <li className="audit-step" aria-current={isThis ? 'step' : undefined}>
      <span className="number soft small">{isThis ? 'this' : awayWords(away)}</span>
      <Verdict action={line.action} />
      <span className="audit-step-what">
        <Link href={auditPath(search, line.decision_id)}>
          <Foreign text={line.event} mono />
        </Link>{' '}
        <Foreign text={line.tool_name ?? line.agent_id} most={60} />
        <span className="soft small">
          {' '}
          <Time at={line.ts} form="clock" />
        </span>
      </span>
    </li>
  );
}

function awayWords(ms: number): string {
  if (ms === 0) return 'at once';
  return `${ms < 0 ? '−' : '+'}${durationWords(Math.abs(ms))}`;
}
