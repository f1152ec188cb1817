import { lazy, Suspense } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { ActiveSet } from './active-set.tsx';
import { filtered, filterOf, isFiltered, withFilter } from './rule-filter.ts';
import { RuleFilters } from './rule-filters.tsx';
import { hitsByName } from './rule-hits.ts';
import { RulesTable } from './rules-table.tsx';

const RuleDrawer = lazy(() => import('./rule-drawer.tsx'));

/** How far back decisions are counted, and how often anew. */
const COUNTED = { query: { last: '24h', top: 1000 } } as const;
const EVERY_MS = 30_000;

/** The rules in force, in order of evaluation. */
export function RulesTab() {
  const [path, go] = useLocation();
  const [query, setQuery] = useSearchParams();
  const policies = useRoute('policies');
  const counts = useRoute('audit_facets', COUNTED, { everyMs: EVERY_MS, keep: true });
  const filter = filterOf(query);
  return (
    <Answer of={policies} label="Asking for the rules in force" lines={10}>
      {({ revision, rules, lint }) => {
        const shown = filtered(rules, filter);
        return (
          <div className="stack">
            <ActiveSet revision={revision} rules={rules} lint={lint} />
            <Card
              isFlush
              title="Rules"
              actions={
                <span className="soft small" aria-live="polite">
                  {isFiltered(filter) ? `${shown.length} of ${rules.length}` : rules.length} in
                  order of evaluation
                </span>
              }
            >
              <RuleFilters
                filter={filter}
                rules={rules}
                onChange={(next) => {
                  setQuery((now) => withFilter(now, next), { replace: true });
                }}
              />
              {shown.length === 0 ? (
                <Empty
                  title={rules.length === 0 ? 'There are no rules' : 'No rule is as that'}
                  {...(rules.length === 0 ? { command: 'npx safeai init --template strict' } : {})}
                >
                  {rules.length === 0 ? (
                    <p className="soft">The default action decides about everything.</p>
                  ) : null}
                </Empty>
              ) : (
                <RulesTable
                  rules={shown}
                  all={rules}
                  lint={lint}
                  decided={counts.data && hitsByName(counts.data.facets.policy_name.values)}
                  shadow={counts.data && hitsByName(counts.data.facets.shadow_policy_name.values)}
                />
              )}
            </Card>
            {path.startsWith('/rules/') ? (
              <Suspense>
                <RuleDrawer
                  path={path}
                  rules={rules}
                  lint={lint}
                  onClose={() => {
                    go(`/${query.size === 0 ? '' : `?${query.toString()}`}`);
                  }}
                />
              </Suspense>
            ) : null}
          </div>
        );
      }}
    </Answer>
  );
}
