import type { AnswerOf } from '@safeai/client';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { useLive } from '../../../live/live-context.tsx';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Code } from '../../../ui/code.tsx';
import { durationWords } from '../../../ui/time-words.ts';
import { HealthParts, HealthState } from '../../../ui/health-parts.tsx';
import { hintsFor } from './health-hints.ts';

type Health = AnswerOf<'health'>;

const EVERY_MS = 15_000;

/** How the server is, part by part, and what to do where a part is not well. */
export function HealthTab() {
  const health = useRoute('health', {}, { everyMs: EVERY_MS, keep: true });
  const queries = useQueryClient();
  useLive(({ event }) => {
    if (event === 'audit.failure' || event === 'stream.gap')
      void queries.invalidateQueries({ queryKey: ['health'] });
  });
  return (
    <Answer of={health} label="Asking how the server is" lines={8}>
      {(data) => (
        <div className="settings-cards">
          <Card title="The server" actions={<HealthState state={data.status} />}>
            <Server health={data} />
          </Card>
          <Card title="Its parts">
            <HealthParts health={data} />
          </Card>
          <ToDo health={data} />
          <Card title="What only its machine can tell">
            <div className="stack">
              <p>
                Ports, certificates, rights of folders, free space, keys, hooks of coding agents:
              </p>
              <Code text="npx safeai doctor" label="The command that checks the machine" />
            </div>
          </Card>
        </div>
      )}
    </Answer>
  );
}

const MODES = {
  sidecar: 'Sidecar: answers what agents ask it',
  gateway: 'Gateway: also forwards to providers',
} as const;

function Server({
  health: { version, mode, uptime_seconds: uptime },
}: {
  readonly health: Health;
}) {
  return (
    <dl className="facts">
      <dt>Version</dt>
      <dd>{version ?? '–'}</dd>
      <dt>Mode</dt>
      <dd>{mode === undefined ? '–' : MODES[mode]}</dd>
      <dt>Runs for</dt>
      <dd>{uptime === undefined ? '–' : durationWords(uptime * 1000)}</dd>
      <dt>Probes</dt>
      <dd className="row">
        <a href="/v1/health/live">/v1/health/live</a>
        <a href="/v1/health/ready">/v1/health/ready</a>
      </dd>
    </dl>
  );
}

/** Nothing where all is well. */
function ToDo({ health: { checks } }: { readonly health: Health }) {
  const hints = hintsFor(checks ?? {});
  if (hints.length === 0) return null;
  return (
    <Card title="What to do">
      <ul className="stack">
        {hints.map(({ part, text, link }) => (
          <li key={part}>
            <strong>{part}</strong>
            <p>{text}</p>
            {link === undefined ? null : <Link href={link.href}>{link.words}</Link>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
