import type { RouteId } from '@safeai/client';
import { lazy, Suspense, type ComponentType } from 'react';
import { useSearchParams } from 'wouter';
import { RoleNeeded } from '../../app/no-view.tsx';
import { useMay } from '../../session/session-context.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { HealthTab } from './health/health-tab.tsx';
import './settings.css';

interface SettingsTab {
  readonly id: string;
  readonly title: string;
  /** The route that it cannot do without. */
  readonly needs: RouteId;
  readonly component: ComponentType;
}

const HEALTH: SettingsTab = {
  id: 'health',
  title: 'Health',
  needs: 'health',
  component: HealthTab,
};

const TABS: readonly SettingsTab[] = [
  HEALTH,
  {
    ...{ id: 'configuration', title: 'Configuration', needs: 'config' },
    component: lazy(() => import('./configuration/configuration-tab.tsx')),
  },
  {
    ...{ id: 'plugins', title: 'Plugins', needs: 'plugins' },
    component: lazy(() => import('./plugins/plugins-tab.tsx')),
  },
  {
    ...{ id: 'secrets', title: 'Secrets', needs: 'secrets' },
    component: lazy(() => import('./secrets/secrets-tab.tsx')),
  },
  {
    ...{ id: 'appearance', title: 'Appearance', needs: 'health' },
    component: lazy(() => import('./appearance-tab.tsx')),
  },
  {
    ...{ id: 'about', title: 'About', needs: 'health' },
    component: lazy(() => import('./about-tab.tsx')),
  },
];

/** How the server is and what it runs on; how this page looks. */
export default function Settings() {
  const [search, setSearch] = useSearchParams();
  const may = useMay();
  const chosen = TABS.find(({ id }) => id === search.get('tab')) ?? HEALTH;
  return (
    <>
      <ViewHead title="Settings" />
      <Tabs
        label="Settings"
        chosen={chosen.id}
        onChoose={(tab) => {
          setSearch({ tab });
        }}
        tabs={TABS.map(({ id, title, needs, component: Content }) => ({
          id,
          title,
          content: () =>
            may(needs) ? (
              <Suspense fallback={<Skeleton lines={6} label={`Loading: ${title}`} />}>
                <Content />
              </Suspense>
            ) : (
              <RoleNeeded route={needs} title={`Your role does not open: ${title}`} />
            ),
        }))}
      />
    </>
  );
}
