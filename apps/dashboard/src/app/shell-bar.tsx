import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useRoute } from '../data/use-route.ts';
import { useLiveState } from '../live/live-context.tsx';
import { useSession } from '../session/session-context.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Icon } from '../ui/icon.tsx';
import { shownText } from '../ui/shown-text.ts';
import { Tooltip } from '../ui/tooltip.tsx';

const UserMenu = lazy(() => import('./user-menu.tsx'));

interface ShellBarProps {
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

/** The top of the page: where to go, for which tenant, who is signed in. */
export function ShellBar({ isMenuOpen, onMenu, onSearch, onHelp }: ShellBarProps) {
  return (
    <header className="bar">
      <span className="nav-toggle">
        <IconButton
          icon="menu"
          label="Menu"
          aria-expanded={isMenuOpen}
          aria-controls="side"
          onClick={onMenu}
        />
      </span>
      <Link className="brand" href="/" aria-label="SafeAI, overview">
        <Icon name="approvals" size={20} />
        <span>SafeAI</span>
      </Link>
      <div className="bar-middle">
        <button
          type="button"
          className="bar-search"
          onClick={onSearch}
          aria-keyshortcuts="Control+K Meta+K"
        >
          <Icon name="search" />
          <span>Go to…</span>
          <kbd>Ctrl K</kbd>
          <span className="unseen">Command palette</span>
        </button>
      </div>
      <Connection />
      <ErrorBoundary of="tenants" instead={null}>
        <TenantChoice />
      </ErrorBoundary>
      <UserButton onHelp={onHelp} />
    </header>
  );
}

const STATES = {
  connecting: 'Connecting',
  open: 'Live',
  waiting: 'Connection lost, trying again',
  closed: 'Not connected',
} as const;

function Connection() {
  const { state, error } = useLiveState();
  return (
    <Tooltip says={error?.message ?? `Events of the server: ${STATES[state]}`}>
      <span
        className="connection"
        data-state={state}
        tabIndex={0}
        role="status"
        aria-label={STATES[state]}
      >
        <span>{STATES[state]}</span>
      </span>
    </Tooltip>
  );
}

function TenantChoice() {
  const { tenants, tenant, setTenant } = useSession();
  const known = useRoute('tenants', {}, { enabled: tenants.includes('*') || tenants.length > 1 });
  const ids = new Set([...(known.data ?? []).map(({ tenant_id }) => tenant_id), ...tenants]);
  ids.delete('*');
  if (tenant !== '') ids.add(tenant);
  // Narrowed to one, the server names that one alone: the way back to all stays.
  if (ids.size < 2 && tenant === '') return null;
  return (
    <label>
      <span className="unseen">Tenant</span>
      <select
        className="input bar-select"
        value={tenant}
        onChange={(event) => {
          setTenant(event.target.value);
        }}
      >
        <option value="">All tenants</option>
        {[...ids].sort().map((id) => (
          <option key={id} value={id}>
            {shownText(id, 60).text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The menu is fetched when somebody opens it for the first time. */
function UserButton({ onHelp }: { readonly onHelp: () => void }) {
  const { user } = useSession();
  const [isWanted, setWanted] = useState(false);
  const button = (
    <Button
      kind="quiet"
      icon="user"
      aria-label={`Signed in as ${user}`}
      aria-haspopup="menu"
      busy={isWanted}
      onClick={() => {
        setWanted(true);
      }}
    >
      <Icon name="down" size={12} />
    </Button>
  );
  if (!isWanted) return button;
  return (
    <ErrorBoundary of={user}>
      <Suspense fallback={button}>
        <UserMenu onHelp={onHelp} />
      </Suspense>
    </ErrorBoundary>
  );
}
