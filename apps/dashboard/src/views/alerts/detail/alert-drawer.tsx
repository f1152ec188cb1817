import { Link } from 'wouter';
import { decisionAddress } from '../../../data/audit-address.ts';
import { Answer } from '../../../ui/answer.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Drawer } from '../../../ui/dialog.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { tenantWords, type Alert } from '../alert.ts';
import { SeverityPill } from '../severity.tsx';
import { Status } from '../status.tsx';
import { AlertActions } from './alert-actions.tsx';
import { Members } from './members.tsx';
import { MessagesOf } from './messages-of.tsx';
import { isNoAlert, useAlert } from './use-alert.ts';

interface AlertDrawerProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Everything about one alert, and what can be done about it. */
export default function AlertDrawer({ id, onClose }: AlertDrawerProps) {
  const alert = useAlert(id);
  return (
    <Drawer title={<Foreign text={alert.data?.rule ?? 'Alert'} most={80} />} onClose={onClose}>
      {isNoAlert(alert.error) ? (
        <Notice tone="warning" title="There is no such alert">
          <p>It may be of another tenant, or so old that it is no longer kept.</p>
        </Notice>
      ) : (
        <Answer of={alert} label="Loading the alert">
          {(found) => <Shown alert={found} />}
        </Answer>
      )}
    </Drawer>
  );
}

function Shown({ alert }: { readonly alert: Alert }) {
  return (
    <div className="stack">
      <div className="row">
        <SeverityPill severity={alert.severity} />
        <Status of={alert} />
      </div>
      <AlertActions alert={alert} />
      <Facts alert={alert} />
      <Members alert={alert} />
      <Decisions ids={alert.decision_ids} count={alert.count} />
      <MessagesOf alert={alert} />
    </div>
  );
}

function Facts({ alert }: { readonly alert: Alert }) {
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    ['Events', countWords(alert.count)],
    ['Tenant', <Foreign text={tenantWords(alert.tenant_id)} />],
    ['First', <Time at={alert.started_at} />],
    ['Last', <Time at={alert.last_at} />],
    ['Told', alert.told_at === null ? 'Nobody yet' : <Time at={alert.told_at} />],
    ['Told to', alert.told_to.length === 0 ? '–' : <Foreign text={alert.told_to.join(', ')} />],
    [
      'Id',
      <span className="row">
        <code>{alert.id}</code>
        <CopyButton text={alert.id} label="Copy the id" />
      </span>,
    ],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div className="alerts-fact" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface DecisionsProps {
  readonly ids: readonly string[];
  readonly count: number;
}

/** Decisions among its events, in the audit log. */
function Decisions({ ids, count }: DecisionsProps) {
  if (ids.length === 0) return null;
  return (
    <section className="stack" aria-label="Decisions">
      <h3>{ids.length < count ? 'Some of the decisions' : 'Decisions'}</h3>
      <ul className="alerts-decisions">
        {ids.map((id) => (
          <li key={id}>
            <Link className="mono" href={decisionAddress(id)}>
              <Foreign text={id} most={64} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
