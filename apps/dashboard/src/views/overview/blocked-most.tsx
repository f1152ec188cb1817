import type { AnswerOf } from '@safeai/client';
import { Link } from 'wouter';
import { auditAddress } from '../../data/audit-address.ts';
import { useRoute } from '../../data/use-route.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { countWords } from '../../ui/figures.ts';
import { Foreign } from '../../ui/foreign.tsx';

type Facet = AnswerOf<'audit_facets'>['facets']['agent_id'];

const LISTS = [
  ['Agents', 'agent_id', 'agent'],
  ['Tools', 'tool_name', 'tool'],
  ['Rules', 'policy_name', 'policy'],
] as const;

/** How many are asked for; records without a value are left out of them. */
const ASKED = 6;

/** Whose calls were blocked most, and by what. For who may read the log. */
export function BlockedMost({ last }: { readonly last: string }) {
  const facets = useRoute(
    'audit_facets',
    { query: { action: 'block', last, top: ASKED } },
    { keep: true, everyMs: 60_000 },
  );
  return (
    <Card title="Blocked most">
      <Answer of={facets} label="Counting what was blocked">
        {({ facets: found }) => (
          <div className="overview-most">
            {LISTS.map(([title, field, key]) => (
              <div key={field}>
                <h3>{title}</h3>
                <Most
                  facet={found[field]}
                  addressOf={(value) => auditAddress({ action: 'block', [key]: value, last })}
                />
              </div>
            ))}
          </div>
        )}
      </Answer>
    </Card>
  );
}

interface MostProps {
  readonly facet: Facet;
  readonly addressOf: (value: string) => string;
}

function Most({ facet, addressOf }: MostProps) {
  const named = facet.values.flatMap(({ value, count }) =>
    value === null ? [] : [{ value, count }],
  );
  const most = named[0]?.count ?? 1;
  if (named.length === 0) return <p className="soft">None.</p>;
  return (
    <ol className="overview-bars">
      {named.map(({ value, count }) => (
        <li key={value}>
          <span className="spread">
            <Link className="one-line" href={addressOf(value)}>
              <Foreign text={value} most={60} />
            </Link>
            <span className="number">{countWords(count)}</span>
          </span>
          <span className="meter" data-tone="bad" aria-hidden="true">
            <span className="meter-part" style={{ width: `${(count / most) * 100}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
