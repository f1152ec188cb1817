import { Link } from 'wouter';
import { useRoute } from '../../data/use-route.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { durationWords } from '../../ui/time-words.ts';
import { HealthParts, HealthState } from '../../ui/health-parts.tsx';

/** How the server is. */
export function HealthCard() {
  const health = useRoute('health', {}, { everyMs: 15_000, keep: true });
  return (
    <Card title="Health" actions={<Link href="~/dashboard/settings">Settings</Link>}>
      <Answer of={health} label="Asking how the server is">
        {(data) => (
          <div className="stack">
            <p className="row">
              <HealthState state={data.status} />
              {data.version === undefined ? null : (
                <span className="soft small">
                  {data.version}, {data.mode}, up {durationWords((data.uptime_seconds ?? 0) * 1000)}
                </span>
              )}
            </p>
            <HealthParts health={data} />
          </div>
        )}
      </Answer>
    </Card>
  );
}
