import { Link } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Chart } from '../../../ui/chart.tsx';
import { countWords } from '../../../ui/figures.ts';
import { ACTION_WORDS, ACTIONS } from '../../../ui/verdict.tsx';
import type { PolicyRule } from './policy-rule.ts';
import { recordsPath } from './rule-address.ts';

const COLORS = {
  ...{ allow: '--allow', flag: '--flag', redact: '--redact', block: '--block' },
  pending_approval: '--pending',
} as const;

/** How often a rule decided, hour by hour. */
export function RuleHistory({ rule }: { readonly rule: PolicyRule }) {
  const { name, tenant_id, mode } = rule;
  const counts = useRoute(
    'audit_facets',
    { query: { policy_name: name, tenant_id, last: '24h', step: '1h', top: 1 } },
    { enabled: mode !== 'shadow' },
  );
  if (mode === 'shadow') return null;
  return (
    <section className="stack">
      <h3>What it decided in the last 24 hours</h3>
      <Answer of={counts} label="Counting decisions">
        {({ total, series }) =>
          total === 0 ? (
            <p className="soft">Nothing.</p>
          ) : (
            <>
              <Chart
                kind="bars"
                height={120}
                label="Decisions of the rule by hour"
                summary={`${countWords(total)} decisions`}
                times={series.map(({ ts }) => Date.parse(ts))}
                series={ACTIONS.filter((action) => series.some((each) => each[action] > 0)).map(
                  (action) => ({
                    name: ACTION_WORDS[action],
                    color: COLORS[action],
                    values: series.map((each) => each[action]),
                    words: countWords,
                  }),
                )}
              />
              <p>
                <Link href={recordsPath(rule)}>Open them in the audit log</Link>
              </p>
            </>
          )
        }
      </Answer>
    </section>
  );
}
