import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { useOfflineCheck } from '../data/use-offline-check.ts';
import { useMay } from '../session/session-context.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ViewHead } from '../ui/view-head.tsx';
import { NoSuchView, NotForYou } from './no-view.tsx';
import { ShellBar } from './shell-bar.tsx';
import { ShellSide } from './shell-side.tsx';
import { useShortcuts, type Layer } from './shortcuts.ts';
import { VIEWS, type View } from './views.ts';

const Palette = lazy(() => import('./palette.tsx'));
const Help = lazy(() => import('./help.tsx'));

/** The page around the views. */
export function Shell() {
  const [layer, setLayer] = useState<Layer | null>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const view = viewAt(path);
  useShortcuts(setLayer);
  useOfflineCheck();

  // Who went to another view is there: the next Tab begins in it.
  const shown = useRef(view?.id);
  useEffect(() => {
    setMenuOpen(false);
    if (shown.current === view?.id) return;
    shown.current = view?.id;
    main.current?.focus();
    scrollTo(0, 0);
  }, [view]);

  const close = (): void => {
    setLayer(null);
  };
  return (
    <div className="shell">
      <a className="skip" href="#main">
        To the content
      </a>
      <ShellBar
        isMenuOpen={isMenuOpen}
        onMenu={() => {
          setMenuOpen(!isMenuOpen);
        }}
        onSearch={() => {
          setLayer('palette');
        }}
        onHelp={() => {
          setLayer('help');
        }}
      />
      <ShellSide chosen={view?.id} isOpen={isMenuOpen} />
      <main className="main" id="main" tabIndex={-1} ref={main}>
        <ErrorBoundary of={view?.id ?? path} head={<ViewHead title={view?.title ?? 'Not found'} />}>
          <Suspense fallback={<Skeleton lines={6} label="Loading the view" />}>
            <Switch>
              {VIEWS.map((each) => (
                <Route key={each.id} path={each.path} nest={each.path !== '/'}>
                  <Shown view={each} />
                </Route>
              ))}
              <Route>
                <NoSuchView />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
      <ErrorBoundary of={layer ?? 'none'}>
        <Suspense>
          {layer === 'palette' ? (
            <Palette
              onClose={close}
              onHelp={() => {
                setLayer('help');
              }}
            />
          ) : null}
          {layer === 'help' ? <Help onClose={close} /> : null}
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

function Shown({ view }: { readonly view: View }) {
  const may = useMay();
  const { component: Content, needs, title } = view;
  return may(needs) ? <Content /> : <NotForYou title={title} route={needs} />;
}

function viewAt(path: string): View | undefined {
  if (path === '/' || path === '') return VIEWS[0];
  return VIEWS.find(
    (view) => view.path !== '/' && (path === view.path || path.startsWith(`${view.path}/`)),
  );
}
