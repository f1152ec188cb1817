import { maskValue } from '@safeai/api/wire';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import type { Finding } from './marked-text.tsx';
import type { Range } from './segments.ts';

interface FindingsTableProps {
  readonly detections: readonly Finding[];
  readonly ranges: readonly (Range | null)[];
  readonly chosen: number | null;
  readonly onChoose: (finding: number) => void;
}

/** How many are listed at first, and with each step more. */
const STEP = 100;

const PERCENT = new Intl.NumberFormat('en', { style: 'percent' });

/** Every finding: what it is, how sure, where. Values are masked: the text above has them. */
export function FindingsTable({ detections, ranges, chosen, onChoose }: FindingsTableProps) {
  const [most, setMost] = useState(STEP);
  const rows = detections.slice(0, most).map((detection, place) => ({ ...detection, place }));
  const isTooFew = detections.length > most;
  return (
    <Card
      isFlush
      title="Findings"
      actions={
        <span className="soft small" aria-live="polite">
          {isTooFew ? `${countWords(most)} of ` : ''}
          {countWords(detections.length)}
        </span>
      }
    >
      <div className="playground-findings">
        <DataTable
          label="Table of findings"
          rows={rows}
          keyOf={({ place }) => String(place)}
          columns={[
            { id: 'number', title: '#', isNumber: true, cell: ({ place }) => place + 1 },
            { id: 'type', title: 'Type', cell: ({ type }) => <Foreign text={type} most={60} /> },
            {
              id: 'detector',
              title: 'Detector',
              cell: ({ detector }) => <Foreign text={detector} most={80} mono />,
            },
            {
              id: 'tags',
              title: 'Tags',
              cell: ({ tags }) => (
                <ul>
                  {tags.map((tag) => (
                    <li key={tag}>
                      <Foreign text={tag} most={80} mono />
                    </li>
                  ))}
                </ul>
              ),
            },
            {
              id: 'confidence',
              title: 'Confidence',
              isNumber: true,
              cell: ({ confidence }) => PERCENT.format(confidence),
            },
            {
              id: 'value',
              title: 'Value',
              cell: ({ value }) => <Foreign text={value && masked(value)} mono />,
            },
            {
              id: 'where',
              title: 'Where',
              cell: (row) => (
                <Where
                  row={row}
                  isKnown={(ranges[row.place] ?? null) !== null}
                  isChosen={row.place === chosen}
                  onChoose={() => {
                    onChoose(row.place);
                  }}
                />
              ),
            },
          ]}
        />
      </div>
      {isTooFew ? (
        <div className="card-body">
          <Button
            onClick={() => {
              setMost(most + STEP);
            }}
          >
            Show {STEP} more
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

/** A value as the server masks it, unless it has done that already. */
function masked(value: string): string {
  return /^(..)?\*{4}(..)?$/su.test(value) ? value : maskValue(value);
}

interface WhereProps {
  readonly row: Pick<Finding, 'path' | 'in' | 'location'> & { readonly place: number };
  readonly isKnown: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Where({
  row: { path, in: isIn, location, place },
  isKnown,
  isChosen,
  onChoose,
}: WhereProps) {
  return (
    <span className="playground-where">
      <span>
        {path === undefined ? null : (
          <>
            {isIn === 'key' ? 'a key of ' : ''}
            <Foreign text={path} most={120} mono />{' '}
          </>
        )}
        <span className="soft">
          {countWords(location.start)}–{countWords(location.end)}
        </span>
      </span>
      {isKnown ? (
        <Button
          kind="quiet"
          aria-pressed={isChosen}
          aria-label={`Show finding ${place + 1}`}
          onClick={onChoose}
        >
          Show
        </Button>
      ) : (
        <span className="soft small">not marked</span>
      )}
    </span>
  );
}
