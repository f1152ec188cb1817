import type { AnswerOf } from '@safeai/client';
import { Link } from 'wouter';
import { useMay } from '../../session/session-context.ts';
import { Notice } from '../../ui/notice.tsx';

type Overview = AnswerOf<'dashboard_overview'>;

/** What needs somebody now: emergency stops, alerts, a history that is not kept. */
export function Warnings({ overview }: { readonly overview: Overview }) {
  const may = useMay();
  const { stops, alerts, history } = overview;
  return (
    <>
      {stops === null || stops === 0 ? null : (
        <Notice
          tone="bad"
          title={stops === 1 ? 'An emergency stop holds' : `${stops} emergency stops hold`}
        >
          {may('lockdowns') ? (
            <p>
              <Link href="~/dashboard/tenants/stops">See what is stopped</Link>
            </p>
          ) : null}
        </Notice>
      )}
      {alerts === null || alerts.open === 0 ? null : (
        <Notice
          tone={alerts.worst === 'critical' || alerts.worst === 'error' ? 'bad' : 'warning'}
          title={`${alerts.open} ${alerts.open === 1 ? 'alert goes' : 'alerts go'} on, the worst of severity ${alerts.worst ?? 'unknown'}`}
        >
          {may('alerts') ? (
            <p>
              <Link href="~/dashboard/alerts">See the alerts</Link>
            </p>
          ) : null}
        </Notice>
      )}
      {history ? null : (
        <Notice tone="warning" title="No history can be read">
          <p>
            Counts of decisions are unknown: nothing is kept, or the audit log cannot be read now.
          </p>
        </Notice>
      )}
    </>
  );
}
