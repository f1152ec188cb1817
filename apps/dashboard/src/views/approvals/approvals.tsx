import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Route, useLocation, useSearch } from 'wouter';
import { useRoute } from '../../data/use-route.ts';
import { useLive } from '../../live/live-context.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import './approvals.css';
import type { Verb } from './decide/may-decide.ts';
import { Others } from './others/others.tsx';
import { Queue } from './queue/queue.tsx';
import { RequestFilterForm } from './request-filter.tsx';
import { TABS, tabOf } from './request.ts';
import { statusWords } from './status.tsx';

const Detail = lazy(() => import('./detail/detail.tsx'));
const Decide = lazy(() => import('./decide/decide.tsx'));

/** What waits for a person, what became of what has waited, and each request with all that is known of it. */
export default function Approvals() {
  const queries = useQueryClient();
  const [path, go] = useLocation();
  const address = useSearch();
  const search = new URLSearchParams(address);
  const [deciding, setDeciding] = useState<{ verb: Verb; id: string; at: string } | null>(null);
  // Whoever goes to another page leaves the question.
  if (deciding !== null && deciding.at !== path) setDeciding(null);
  const tab = tabOf(search);
  const names = { tool: search.get('tool') ?? '', agent: search.get('agent') ?? '' };
  const filter = { tab, ...names };

  // The lists themselves are asked again by the menu, which counts what waits.
  useLive(({ event }) => {
    if (!event.startsWith('approval.') && event !== 'stream.gap') return;
    for (const route of ['approval', 'audit_query']) {
      void queries.invalidateQueries({ queryKey: [route] });
    }
  });

  const show = (next: Readonly<Record<string, string>>): void => {
    const { status, ...rest } = { status: tab, ...names, ...next };
    const wanted = { status: status === 'pending' ? '' : status, ...rest };
    const set = Object.entries(wanted).filter(([, value]) => value !== '');
    const text = new URLSearchParams(set).toString();
    go(text === '' ? '/' : `/?${text}`);
  };
  const decide = (verb: Verb, id: string): void => {
    setDeciding({ verb, id, at: path });
  };
  // As the menu asks it: one question for both.
  const overview = useRoute('dashboard_overview', { query: { last: '1h' } }, { keep: true });
  const pending = overview.data?.approvals?.pending ?? 0;
  return (
    <>
      <ViewHead title="Approvals" badge={pending === 0 ? '' : String(pending)}>
        <RequestFilterForm key={`${names.tool} ${names.agent}`} {...names} onNarrow={show} />
      </ViewHead>
      <Tabs
        label="Requests by what became of them"
        chosen={tab}
        onChoose={(status) => {
          show({ status });
        }}
        tabs={TABS.map((id) => ({
          id,
          title: id === 'all' ? 'All' : statusWords(id),
          content: () =>
            id === 'pending' ? (
              <Queue key={JSON.stringify(names)} filter={names} onDecide={decide} />
            ) : (
              <Others filter={filter} />
            ),
        }))}
      />
      <Suspense>
        <Route path="/:id">
          {({ id }) => (
            <Detail
              key={id}
              id={id}
              isDeciding={deciding !== null}
              onDecide={decide}
              onClose={() => {
                go(address === '' ? '/' : `/?${address}`);
              }}
            />
          )}
        </Route>
        {deciding === null ? null : (
          <Decide
            verb={deciding.verb}
            id={deciding.id}
            onClose={() => {
              setDeciding(null);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
