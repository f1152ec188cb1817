import { Link } from 'wouter';
import { auditAddress } from '../../data/audit-address.ts';
import { useMay } from '../../session/session-context.ts';
import { Card } from '../../ui/card.tsx';
import { countWords, shareWords } from '../../ui/figures.ts';
import { ACTIONS, Verdict } from '../../ui/verdict.tsx';
import { BOUNDARIES, type DecisionCounts } from './event-count.ts';

const BOUNDARY_WORDS = {
  input: 'Input scans',
  action: 'Tool calls and messages',
  output: 'Output guards',
  memory: 'Memory',
} as const;

interface CountersProps {
  readonly counts: DecisionCounts;
  /** How far they look back: `24h`. */
  readonly last: string;
}

/** Decisions in numbers; each leads to its records, for who may see them. */
export function Counters({ counts, last }: CountersProps) {
  const { total, by_action: byAction, by_boundary: byBoundary } = counts;
  return (
    <div className="overview-counters">
      <ul className="overview-actions">
        {ACTIONS.map((action) => (
          <li className="card" key={action}>
            <Verdict action={action} />
            <Count count={byAction[action]} keys={{ action, last }} isLarge />
            <span className="soft small">{shareWords(byAction[action], total)} of all</span>
          </li>
        ))}
      </ul>
      <Card title="Decisions by boundary">
        <dl className="overview-boundaries">
          {BOUNDARIES.map((boundary) => (
            <div key={boundary}>
              <dt>{BOUNDARY_WORDS[boundary]}</dt>
              <dd>
                <Count count={byBoundary[boundary]} keys={{ boundary, last }} />
              </dd>
            </div>
          ))}
          <div>
            <dt>All</dt>
            <dd>
              <Count count={total} keys={{ last }} />
            </dd>
          </div>
        </dl>
      </Card>
    </div>
  );
}

interface CountProps {
  readonly count: number;
  readonly keys: Readonly<Record<string, string>>;
  readonly isLarge?: boolean;
}

function Count({ count, keys, isLarge = false }: CountProps) {
  const may = useMay();
  const className = isLarge ? 'overview-count' : undefined;
  const words = countWords(count);
  return may('audit') ? (
    <Link className={className} href={auditAddress(keys)}>
      {words}
    </Link>
  ) : (
    <span className={className}>{words}</span>
  );
}
