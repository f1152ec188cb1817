import { memo, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { auditAddress } from '../../data/audit-address.ts';
import { Icon } from '../../ui/icon.tsx';
import { localTime, utcTime } from '../../ui/time-words.ts';
import { COLUMNS, TEMPLATE } from './columns.tsx';
import type { EventRow, FeedRow, GapRow } from './feed-row.ts';
import { gapTime, gapWords } from './gap-words.ts';

/** Height of a row, and of the head. Pixels. */
export const HEIGHT = 32;

interface LiveRowProps {
  readonly row: FeedRow;
  /** It is the one that the keys are on. */
  readonly isCurrent: boolean;
  /** Whether the audit log may be read. */
  readonly mayRead: boolean;
  readonly onOpen: (row: EventRow) => void;
}

/** A row of the feed. An event's time opens its details; so does a click anywhere on it. */
export const LiveRow = memo(function LiveRow({ row, isCurrent, mayRead, onOpen }: LiveRowProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent)
      line.current?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true });
  }, [isCurrent]);
  return (
    <div
      ref={line}
      role="row"
      className="live-row"
      data-kind={row.kind}
      data-current={isCurrent || undefined}
      style={{ gridTemplateColumns: TEMPLATE, height: HEIGHT }}
      onClick={(event) => {
        const isOnLink =
          event.target instanceof Element && event.target.closest('a, button') !== null;
        if (!isOnLink && row.kind === 'event') onOpen(row);
      }}
    >
      {row.kind === 'gap' ? (
        <Gap gap={row} mayRead={mayRead} />
      ) : (
        <Cells row={row} onOpen={onOpen} />
      )}
    </div>
  );
});

function Cells({ row, onOpen }: Pick<LiveRowProps, 'onOpen'> & { readonly row: EventRow }) {
  const { event } = row;
  const moment = Date.parse(event.timestamp);
  return (
    <>
      <div role="cell" className="live-cell">
        <button
          type="button"
          className="live-open"
          onClick={() => {
            onOpen(row);
          }}
        >
          {Number.isNaN(moment) ? (
            '–'
          ) : (
            <time
              dateTime={event.timestamp}
              title={`${utcTime(moment)}\n${localTime(moment, 'full')}`}
            >
              {localTime(moment, 'clock')}
            </time>
          )}
        </button>
      </div>
      {COLUMNS.map(({ id, cell }) => (
        <div role="cell" className="live-cell" key={id}>
          {cell(event)}
        </div>
      ))}
    </>
  );
}

function Gap({ gap, mayRead }: { readonly gap: GapRow; readonly mayRead: boolean }) {
  const words = gapWords(gap);
  return (
    <div role="cell" className="live-gap" aria-colspan={COLUMNS.length + 1}>
      <Icon name={gap.isLost ? 'warning' : 'info'} size={14} />
      <span className="one-line" title={words}>
        {words}
      </span>
      {gap.isLost && mayRead ? (
        <Link href={auditAddress(gapTime(gap))}>Read it in the audit log</Link>
      ) : null}
    </div>
  );
}
