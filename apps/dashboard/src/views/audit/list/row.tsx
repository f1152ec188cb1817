import { memo, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { localTime, utcTime } from '../../../ui/time-words.ts';
import { auditPath, isRecord, type LogLine } from '../audit-address.ts';
import type { ListColumn } from './columns.tsx';

interface RowProps {
  /** Undefined while it is fetched. */
  readonly line: LogLine | undefined;
  /** From 0. */
  readonly number: number;
  /** Where it stands. Pixels. */
  readonly top: number;
  readonly height: number;
  readonly columns: readonly ListColumn[];
  readonly template: string;
  /** The search of the address, which a decision keeps. */
  readonly search: string;
  /** It is the one that the keys are on. */
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  readonly onLine: (line: LogLine) => void;
}

/** A record in the list. Its time leads to its details; so does a click anywhere on it. */
export const Row = memo(function Row(props: RowProps) {
  const { line, number, top, height, columns, template, search, isCurrent, isOpen, onLine } = props;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isCurrent || !mayTakeFocus(row.current)) return;
    row.current?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true });
  }, [isCurrent, line]);
  return (
    <div
      ref={row}
      role="row"
      aria-rowindex={number + 2}
      aria-busy={line === undefined || undefined}
      className="audit-row"
      data-current={isCurrent || undefined}
      data-open={isOpen || undefined}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button') === null) {
          const opens = row.current?.querySelector<HTMLElement>('a, button');
          // Where the focus comes back to.
          opens?.focus({ preventScroll: true });
          opens?.click();
        }
      }}
    >
      {line === undefined ? (
        <div role="cell" className="audit-cell" aria-colspan={columns.length + 1}>
          <span className="skeleton audit-waiting" />
        </div>
      ) : (
        <>
          <div role="cell" className="audit-cell">
            <RowTime line={line} search={search} onLine={onLine} />
          </div>
          {columns.map(({ id, cell }) => (
            <div role="cell" className="audit-cell" key={id}>
              {cell(line)}
            </div>
          ))}
        </>
      )}
    </div>
  );
});

interface RowTimeProps {
  readonly line: LogLine;
  readonly search: string;
  readonly onLine: (line: LogLine) => void;
}

/** As `<Time>`, but without a layer and a place in the order of Tab for each of a thousand rows. */
function RowTime({ line, search, onLine }: RowTimeProps) {
  const moment = Date.parse(line.ts);
  const time = (
    <time dateTime={line.ts} title={utcTime(moment)}>
      {localTime(moment, 'full')}
    </time>
  );
  return isRecord(line) ? (
    <Link href={auditPath(search, line.decision_id)} className="audit-open">
      {time}
    </Link>
  ) : (
    <button
      type="button"
      className="audit-open"
      onClick={() => {
        onLine(line);
      }}
    >
      {time}
    </button>
  );
}

/** The focus goes along within the list, and comes from nowhere else. */
function mayTakeFocus(row: HTMLElement | null): boolean {
  const holder = document.activeElement;
  if (holder === null || holder === document.body) return true;
  return holder.id === 'main' || (row?.closest('.audit-frame')?.contains(holder) ?? false);
}
