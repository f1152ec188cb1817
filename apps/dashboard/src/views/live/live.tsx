import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useListKeys } from '../../app/shortcuts.ts';
import { useLiveAll } from '../../live/live-context.tsx';
import { useMay, useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { EventDrawer } from './event-drawer.tsx';
import {
  EVERYTHING,
  filterOfSearch,
  isNarrowed,
  namesOf,
  searchOfFilter,
  type FeedFilter,
} from './feed-filter.ts';
import type { EventRow } from './feed-row.ts';
import { FreshPill } from './fresh-pill.tsx';
import { feedOf, lookAt } from './kept-feed.ts';
import './live.css';
import { LiveFilters } from './live-filters.tsx';
import { LiveRows } from './live-rows.tsx';
import { NoEvents } from './no-events.tsx';
import { useStanding } from './use-standing.ts';

/** How long it takes until the focus is back where it came from. Milliseconds. */
const FOCUS_MS = 100;

/** The live feed: every event as it happens. */
export default function Live() {
  const { user, roles, tenants, tenant } = useSession();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const address = search.toString();
  const filter = useMemo(() => filterOfSearch(new URLSearchParams(address)), [address]);
  // What one may see is not shown to who comes after.
  const feed = feedOf(JSON.stringify([user, roles, tenants, tenant]));
  const standing = useStanding(feed);
  const [open, setOpen] = useState<EventRow | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const pause = useRef<HTMLSpanElement>(null);

  useLiveAll((event) => {
    feed.push(event);
  }, namesOf(filter));
  useEffect(() => lookAt(feed), [feed]);
  useEffect(() => {
    feed.narrow(filter);
  }, [feed, filter]);

  const isOpen = open !== null;
  useEffect(() => {
    if (!isOpen) return undefined;
    feed.hold('drawer');
    // The focus goes back to the row before the list moves on.
    return () => {
      setTimeout(() => {
        feed.release('drawer');
      }, FOCUS_MS);
    };
  }, [feed, isOpen]);

  const narrow = (next: FeedFilter, isTyped = false): void => {
    setSearch(searchOfFilter(next), { replace: isTyped });
  };
  const isPaused = standing.holds.has('button');
  const togglePause = (): void => {
    if (isPaused) {
      frame.current?.scrollTo(0, 0);
      feed.release('button', 'scroll');
    } else feed.hold('button');
  };
  useListKeys({ ' ': togglePause });

  return (
    <>
      <ViewHead title="Live feed">
        <FreshPill
          count={standing.fresh}
          onShow={() => {
            // The button goes, and the focus with it.
            pause.current?.querySelector('button')?.focus();
            frame.current?.scrollTo(0, 0);
            feed.showFresh();
          }}
        />
        <span ref={pause}>
          <Button
            icon={isPaused ? 'play' : 'pause'}
            aria-keyshortcuts="Space"
            onClick={togglePause}
          >
            {isPaused ? 'Go on' : 'Pause'}
          </Button>
        </span>
      </ViewHead>
      <LiveFilters filter={filter} onChange={narrow} />
      <div className="live-list">
        <div className="live-line">
          <ConnectionLine heard={standing.heard} />
          <span className="small soft">{stillWords(standing.holds)}</span>
        </div>
        <LiveRows
          feed={feed}
          standing={standing}
          frame={frame}
          mayRead={may('audit')}
          onOpen={setOpen}
          empty={
            <NoEvents
              isNarrowed={isNarrowed(filter)}
              onClear={() => {
                narrow(EVERYTHING);
              }}
            />
          }
        />
      </div>
      {open === null ? null : (
        <EventDrawer
          row={open}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

/** Why the list stands still. */
function stillWords(holds: ReadonlySet<string>): string {
  if (holds.has('button')) return 'Paused';
  if (holds.has('scroll')) return 'Stands still: scrolled';
  return holds.size > 0 ? 'Stands still while you are on it' : '';
}
