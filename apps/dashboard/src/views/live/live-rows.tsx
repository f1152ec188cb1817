import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { useListKeys } from '../../app/shortcuts.ts';
import { COLUMNS, TEMPLATE } from './columns.tsx';
import type { EventRow } from './feed-row.ts';
import type { Feed, FeedStanding } from './feed.ts';
import { HEIGHT, LiveRow } from './live-row.tsx';

/** So far down, somebody reads: the list stands still. Pixels. */
const SCROLLED = 4;

interface LiveRowsProps {
  readonly feed: Feed;
  readonly standing: FeedStanding;
  /** What scrolls. */
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly mayRead: boolean;
  readonly onOpen: (row: EventRow) => void;
  /** Shown where there are none. */
  readonly empty: ReactNode;
}

/** What was heard, newest first: of that only what can be seen is drawn. It stands still while somebody is on it. */
export function LiveRows({ feed, standing, frame, mayRead, onOpen, empty }: LiveRowsProps) {
  const [current, setCurrent] = useState(0);
  const { count } = standing;
  const list = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => HEIGHT,
    scrollPaddingStart: HEIGHT,
    overscan: 8,
  });
  const items = list.getVirtualItems();
  const rows = items.flatMap(({ index }) => feed.row(index) ?? []);

  const move = (by: number): void => {
    if (count === 0) return;
    feed.hold('focus');
    const at = feed.indexOf(current);
    const next = at === -1 ? 0 : Math.min(Math.max(at + by, 0), count - 1);
    setCurrent(feed.row(next)?.number ?? 0);
    list.scrollToIndex(next);
  };
  useListKeys({
    j: () => {
      move(1);
    },
    k: () => {
      move(-1);
    },
    Enter: () => {
      const row = feed.row(feed.indexOf(current));
      if (row?.kind === 'event') onOpen(row);
    },
  });
  useEffect(() => {
    if (!standing.holds.has('focus')) setCurrent(0);
  }, [standing.holds]);

  return (
    <div
      className="live-frame"
      data-testid="live-rows"
      ref={frame}
      role="region"
      aria-label="Events, newest first"
      tabIndex={0}
      onPointerEnter={({ pointerType }) => {
        if (pointerType !== 'touch') feed.hold('pointer');
      }}
      onPointerLeave={() => {
        feed.release('pointer');
      }}
      onFocus={() => {
        feed.hold('focus');
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) feed.release('focus');
      }}
      onScroll={({ currentTarget }) => {
        if (currentTarget.scrollTop > SCROLLED) feed.hold('scroll');
        else feed.release('scroll');
      }}
    >
      {count === 0 ? (
        empty
      ) : (
        <div
          role="table"
          aria-label="Events, newest first"
          aria-rowcount={count + 1}
          className="live-table"
        >
          <div role="rowgroup" className="live-head">
            <div
              role="row"
              className="live-row"
              style={{ gridTemplateColumns: TEMPLATE, height: HEIGHT }}
            >
              {[{ id: 'time', title: 'Time' }, ...COLUMNS].map(({ id, title }) => (
                <div role="columnheader" className="live-cell" key={id}>
                  {title}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className="live-body" style={{ height: list.getTotalSize() }}>
            <div role="presentation" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
              {rows.map((row) => (
                <LiveRow
                  key={row.number}
                  row={row}
                  isCurrent={row.number === current}
                  mayRead={mayRead}
                  onOpen={onOpen}
                />
              ))}
            </div>
          </div>
        </div>
      )}
    </div>
  );
}
