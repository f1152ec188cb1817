import type { RouteId } from '@safeai/client';
import { useRoute } from '../../data/use-route.ts';
import { refusal } from '../../session/refusal.ts';
import { useMay } from '../../session/session-context.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';

const PAGES: readonly [href: string, title: string, about: string, needs: RouteId][] = [
  ['/docs', 'Routes, to try', 'Every route with its fields; asks this server', 'docs'],
  ['/redoc', 'Routes, to read', 'The same as one page', 'redoc'],
  ['/openapi.json', 'OpenAPI 3.1', 'The same for generators of clients', 'openapi'],
  ['/v1/metrics', 'Metrics', 'For Prometheus', 'metrics'],
  [
    '/.well-known/safeai-keys.json',
    'Public keys',
    'With which receipts and the audit log are verified',
    'well_known_keys',
  ],
  ['/dashboard/THIRD_PARTY_LICENSES.txt', 'Licences', 'Of what this page is made of', 'dashboard'],
];

/** What runs here, and what else there is to see of it. */
export default function AboutTab() {
  const health = useRoute('health', {}, { keep: true });
  return (
    <div className="settings-cards">
      <Card title="SafeAI">
        <Answer of={health} label="Asking for the version" lines={2}>
          {({ version, mode }) => (
            <dl className="facts">
              <dt>Version</dt>
              <dd>{version ?? '–'}</dd>
              <dt>Mode</dt>
              <dd>{mode ?? '–'}</dd>
              <dt>Server</dt>
              <dd>{location.origin}</dd>
            </dl>
          )}
        </Answer>
      </Card>
      <Card title="Beside this page">
        <ul className="settings-pages">
          {PAGES.map(([href, title, about, needs]) => (
            <li key={href}>
              <Page href={href} title={title} needs={needs} />
              <span className="soft small">{about}</span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

interface PageProps {
  readonly href: string;
  readonly title: string;
  readonly needs: RouteId;
}

function Page({ href, title, needs }: PageProps) {
  const why = refusal(needs, useMay());
  if (why !== null) {
    return (
      <span>
        {title} <span className="soft small">({why})</span>
      </span>
    );
  }
  return (
    <a href={href} className="row">
      <Icon name="external" size={13} />
      {title}
      <code className="small soft">{href}</code>
    </a>
  );
}
