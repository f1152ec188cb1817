import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { NoSuchView } from '../../app/no-view.tsx';
import { useLive } from '../../live/live-context.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { alertFilterOf, type AlertFilter } from './alert.ts';
import { placeOf, TAB_PATHS, type TabId } from './alerts-address.ts';
import './alerts.css';
import { AlertList } from './list/alert-list.tsx';

const AlertDrawer = lazy(() => import('./detail/alert-drawer.tsx'));
const RulesTab = lazy(() => import('./rules/rules-tab.tsx'));
const SilencesTab = lazy(() => import('./silences/silences-tab.tsx'));

/** What somebody's work on alerts may have changed. */
const NEWS_OF = ['alert', 'alerts', 'alerts_messages', 'alerts_rules', 'alerts_silences'] as const;

/** Alerts that go on and those that are over, by which rules, told to whom, and what nobody is told about. */
export default function Alerts() {
  const [path, go] = useLocation();
  const [search] = useSearchParams();
  useAlertNews();
  const place = placeOf(path);
  if (place === null) return <NoSuchView />;

  const narrow = ({ state, rule, severity }: AlertFilter): void => {
    const text = new URLSearchParams({
      ...(rule === '' ? {} : { rule }),
      ...(severity === null ? {} : { severity }),
    }).toString();
    go(`${TAB_PATHS[state]}${text === '' ? '' : `?${text}`}`);
  };
  const list = (state: AlertFilter['state']) => () => (
    <AlertList filter={alertFilterOf(state, search)} onNarrow={narrow} />
  );
  const tabs = [
    { id: 'open', title: 'Going on', content: list('open') },
    { id: 'over', title: 'History', content: list('over') },
    { id: 'rules', title: 'Rules and channels', content: () => <RulesTab /> },
    { id: 'silences', title: 'Silences', content: () => <SilencesTab /> },
  ] as const;
  return (
    <>
      <ViewHead title="Alerts" />
      <Tabs
        label="Alerts"
        chosen={place.tab}
        onChoose={(tab) => {
          go(TAB_PATHS[tab as TabId]);
        }}
        tabs={tabs.map(({ id, title, content }) => ({
          id,
          title,
          content: () => (
            <Suspense fallback={<Skeleton lines={6} label={`Loading: ${title}`} />}>
              {content()}
            </Suspense>
          ),
        }))}
      />
      <Suspense>
        {place.alert === null ? null : (
          <AlertDrawer
            key={place.alert}
            id={place.alert}
            onClose={() => {
              narrow(alertFilterOf(place.tab === 'over' ? 'over' : 'open', search));
            }}
          />
        )}
      </Suspense>
    </>
  );
}

/** Somebody acknowledged, ended, silenced: what was asked before is asked again. */
function useAlertNews(): void {
  const queries = useQueryClient();
  useLive(({ event }) => {
    if (!event.startsWith('alert.') && event !== 'stream.gap') return;
    for (const route of NEWS_OF) {
      void queries.invalidateQueries({ queryKey: [route] });
    }
  });
}
