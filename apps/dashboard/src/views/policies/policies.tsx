import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, type ComponentType } from 'react';
import { useLocation } from 'wouter';
import { NoSuchView } from '../../app/no-view.tsx';
import { useLive } from '../../live/live-context.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { useDraft, useLeaveQuestion } from './draft/draft.ts';
import { RulesTab } from './rules/rules-tab.tsx';
import './policies.css';

interface PolicyTab {
  readonly id: string;
  readonly title: string;
  /** Below the view. */
  readonly path: string;
  readonly component: ComponentType;
}

const TABS: readonly PolicyTab[] = [
  { id: 'rules', title: 'In force', path: '/', component: RulesTab },
  {
    ...{ id: 'draft', title: 'Draft', path: '/draft' },
    component: lazy(() => import('./draft/draft-tab.tsx')),
  },
  {
    ...{ id: 'explain', title: 'Explain', path: '/explain' },
    component: lazy(() => import('./sample/explain-tab.tsx')),
  },
  {
    ...{ id: 'replay', title: 'Replay', path: '/replay' },
    component: lazy(() => import('./replay/replay-tab.tsx')),
  },
  {
    ...{ id: 'templates', title: 'Templates', path: '/templates' },
    component: lazy(() => import('./templates/templates-tab.tsx')),
  },
];

/** Rules in force, rules that are being written, and what they would change. */
export default function Policies() {
  const [path, go] = useLocation();
  const { isChanged } = useDraft();
  useLeaveQuestion(isChanged);
  useNewRules();
  const chosen = tabAt(path);
  if (chosen === undefined) return <NoSuchView />;
  return (
    <>
      <ViewHead title="Policies">
        {isChanged ? (
          <span className="pill" data-tone="warning">
            Draft with changes
          </span>
        ) : null}
      </ViewHead>
      <Tabs
        label="Policies"
        chosen={chosen.id}
        onChoose={(id) => {
          go(TABS.find((tab) => tab.id === id)?.path ?? '/');
        }}
        tabs={TABS.map(({ id, title, component: Content }) => ({
          id,
          title,
          content: () => (
            <Suspense fallback={<Skeleton lines={6} label={`Loading: ${title}`} />}>
              <Content />
            </Suspense>
          ),
        }))}
      />
    </>
  );
}

function tabAt(path: string): PolicyTab | undefined {
  if (path.startsWith('/rules/')) return TABS[0];
  return TABS.find((tab) => tab.path === path);
}

/** Other rules are in force: what was asked about those before is asked again. */
function useNewRules(): void {
  const queries = useQueryClient();
  useLive(({ event }) => {
    if (event !== 'policy.reloaded' && event !== 'stream.gap') return;
    for (const route of ['policies', 'policies_check', 'policies_explain', 'config']) {
      void queries.invalidateQueries({ queryKey: [route] });
    }
  });
}
