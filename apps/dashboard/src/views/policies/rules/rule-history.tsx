import type { AnswerOf } from '@safeai/client';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Chart } from '../../../ui/chart.tsx';
import { countWords } from '../../../ui/figures.ts';
import { ACTION_COLORS, ACTION_WORDS, ACTIONS } from '../../../ui/verdict.tsx';
import { hoursOfDay } from './hours.ts';
import type { PolicyRule } from './policy-rule.ts';
import { recordsPath } from './rule-address.ts';

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
        {(answer) =>
          answer.total === 0 ? (
            <p className="soft">Nothing.</p>
          ) : (
            <>
              <Hourly answer={answer} />
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

function Hourly({ answer }: { readonly answer: AnswerOf<'audit_facets'> }) {
  const { times, series } = useMemo(() => chartOf(answer), [answer]);
  return (
    <Chart
      kind="bars"
      height={120}
      label="Decisions of the rule by hour"
      summary={`${countWords(answer.total)} decisions`}
      times={times}
      series={series}
    />
  );
}

function chartOf({ series, as_of }: AnswerOf<'audit_facets'>) {
  const hours = hoursOfDay(series, Date.parse(as_of));
  const actions = ACTIONS.filter((action) => series.some((each) => each[action] > 0));
  return {
    times: hours.map(({ from }) => from),
    series: actions.map((action) => ({
      name: ACTION_WORDS[action],
      color: ACTION_COLORS[action],
      values: hours.map(({ step }) => step?.[action] ?? 0),
      words: countWords,
    })),
  };
}
