import { useQueryClient } from '@tanstack/react-query';
import type { RouteId } from '@safeai/client';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { NoSuchView, RoleNeeded } from '../../app/no-view.tsx';
import { useLive } from '../../live/live-context.tsx';
import { useMay } from '../../session/session-context.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { CapabilitiesTab } from './capabilities/capabilities-tab.tsx';
import { KeysTab } from './keys/keys-tab.tsx';
import { StopsTab } from './stops/stops-tab.tsx';
import { TenantList } from './tenant-list.tsx';
import { UsersTab } from './users/users-tab.tsx';
import './tenants.css';

interface TenantTab {
  readonly id: string;
  readonly title: string;
  /** Below the view; what is below that is the tab's own. */
  readonly path: string;
  /** Who may not call it does not see the tab. */
  readonly needs: RouteId;
  readonly content: () => ReactNode;
}

const TABS: readonly TenantTab[] = [
  {
    ...{ id: 'tenants', title: 'Tenants', path: '/', needs: 'tenants' },
    content: () => <TenantList />,
  },
  {
    ...{ id: 'users', title: 'Users and roles', path: '/users', needs: 'tenants' },
    content: () => <UsersTab />,
  },
  {
    ...{ id: 'keys', title: 'API keys', path: '/keys', needs: 'keys' },
    content: () => <KeysTab />,
  },
  {
    ...{ id: 'stops', title: 'Emergency stops', path: '/stops', needs: 'lockdowns' },
    content: () => <StopsTab />,
  },
  {
    ...{ id: 'capabilities', title: 'Capabilities', path: '/capabilities', needs: 'capabilities' },
    content: () => <CapabilitiesTab />,
  },
];

/** Who there is and what they hold: tenants, users, keys, grants; and what is stopped. */
export default function Tenants() {
  const [path, go] = useLocation();
  const may = useMay();
  useNews();
  const chosen = TABS.find((tab) =>
    tab.path === '/' ? path === '/' : path === tab.path || path === `${tab.path}/new`,
  );
  if (chosen === undefined) return <NoSuchView />;
  const tabs = TABS.filter((tab) => may(tab.needs) || tab === chosen);
  return (
    <>
      <ViewHead title="Tenants" />
      <Tabs
        label="Tenants"
        chosen={chosen.id}
        onChoose={(id) => {
          go(TABS.find((tab) => tab.id === id)?.path ?? '/');
        }}
        tabs={tabs.map(({ id, title, needs, content }) => ({
          id,
          title,
          content: may(needs)
            ? content
            : () => <RoleNeeded route={needs} title="Your role does not open this page" />,
        }))}
      />
    </>
  );
}

/** Which answers are others after an event. */
const CONCERNED: readonly (readonly [string, readonly RouteId[]])[] = [
  ['lockdown.', ['lockdowns', 'tenants']],
  ['key.', ['keys']],
  ['policy.', ['tenants', 'dashboard_users', 'lockdowns']],
  ['stream.gap', ['lockdowns', 'tenants', 'keys', 'dashboard_users', 'capabilities']],
];

/** What somebody else changes shows without being asked for. */
function useNews(): void {
  const queries = useQueryClient();
  useLive(({ event }) => {
    for (const [begins, concerned] of CONCERNED) {
      if (!event.startsWith(begins)) continue;
      for (const route of concerned) void queries.invalidateQueries({ queryKey: [route] });
    }
  });
}
