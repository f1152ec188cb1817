import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useListKeys } from '../../../app/shortcuts.ts';
import { askAgainAfter } from '../../../data/ask-again.ts';
import { AskedAgain } from '../../../ui/asked-again.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { LogLine } from '../audit-address.ts';
import { gridOf, type ListColumn } from './columns.tsx';
import { MOST_ROWS, type RecordPages } from './record-pages.ts';
import { Row } from './row.tsx';

/** Height of a row, and of the head. Pixels. */
const HEIGHT = 32;

interface RowsProps {
  readonly pages: RecordPages<LogLine>;
  readonly columns: readonly ListColumn[];
  /** How many there are in all, once that was counted. */
  readonly total: number | undefined;
  readonly search: string;
  /** The decision that is open. */
  readonly openId: string;
  readonly onLine: (line: LogLine) => void;
  /** Shown where there are none. */
  readonly empty: React.ReactNode;
}

/** The records that were found, newest first: of those only what can be seen is drawn. */
export function Rows({ pages, columns, total, search, openId, onLine, empty }: RowsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const standing = useSyncExternalStore(pages.watch, pages.standing);
  const [current, setCurrent] = useState(-1);
  const grid = useMemo(() => gridOf(columns), [columns]);
  const { count, hasMore, error } = standing;

  const list = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => HEIGHT,
    scrollPaddingStart: HEIGHT,
    overscan: 12,
  });
  const items = list.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    pages.look(first, last);
  }, [pages, first, last]);
  useEffect(() => {
    const after = askAgainAfter(error);
    if (after === null) return undefined;
    const timer = setTimeout(() => {
      pages.retry();
    }, after);
    return () => {
      clearTimeout(timer);
    };
  }, [pages, error]);
  useEffect(() => {
    setCurrent(-1);
    frame.current?.scrollTo(0, 0);
  }, [pages]);

  const move = (by: number): void => {
    if (count === 0) return;
    const next = Math.min(Math.max(current + by, 0), count - 1);
    setCurrent(next);
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
      frame.current?.querySelector<HTMLElement>('[data-current] .audit-open')?.click();
    },
  });

  if (count === 0 && !hasMore) return empty;
  return (
    <div
      className="audit-frame"
      data-testid="audit-rows"
      ref={frame}
      role="region"
      aria-label="Records, newest first"
      tabIndex={0}
    >
      <div
        role="table"
        aria-label="Records, newest first"
        aria-rowcount={total === undefined ? -1 : total + 1}
        style={{ minWidth: grid.minWidth }}
      >
        <div role="rowgroup" className="audit-head">
          <div
            role="row"
            aria-rowindex={1}
            className="audit-row"
            style={{ gridTemplateColumns: grid.gridTemplateColumns, height: HEIGHT }}
          >
            {[{ id: 'time', title: 'Time' }, ...columns].map(({ id, title }) => (
              <div role="columnheader" className="audit-cell" key={id}>
                {title}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="audit-body" style={{ height: list.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const line = pages.row(index);
            return (
              <Row
                key={index}
                line={line}
                number={index}
                top={start}
                height={HEIGHT}
                columns={columns}
                template={grid.gridTemplateColumns}
                search={search}
                isCurrent={index === current}
                isOpen={openId !== '' && line !== undefined && isOpenLine(line, openId)}
                onLine={onLine}
              />
            );
          })}
        </div>
      </div>
      <div className="audit-tail">
        {error !== null ? (
          <ErrorPanel
            error={error}
            onRetry={() => {
              pages.retry();
            }}
          >
            <AskedAgain after={error} />
          </ErrorPanel>
        ) : hasMore ? (
          <Skeleton lines={count === 0 ? 8 : 1} label="Loading records" />
        ) : count >= MOST_ROWS ? (
          <p className="soft small">A list goes no further than here: narrow the search.</p>
        ) : (
          <p className="soft small">These are all that were found.</p>
        )}
      </div>
    </div>
  );
}

function isOpenLine(line: LogLine, openId: string): boolean {
  return 'decision_id' in line && line.decision_id === openId;
}
