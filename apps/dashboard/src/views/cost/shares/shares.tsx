import { csvRow } from '@safeai/core/stores';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { download } from '../../../ui/download.ts';
import { countWords, moneyWords, shareWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { amountOf, type Summary } from '../summary.ts';
import { SHARED_BY, shareRows, type Order, type SharedBy, type ShareRow } from './share-rows.ts';
import { SortButton, sortedAs } from './sort-button.tsx';

/** Most rows that are shown; the file has all. */
const SHOWN = 200;

interface SharesProps {
  readonly summary: Summary;
  readonly by: SharedBy;
  readonly order: Order;
  readonly onBy: (by: string) => void;
  readonly onOrder: (order: Order) => void;
}

/** Whose calls have cost how much. */
export function Shares({ summary, by, order, onBy, onOrder }: SharesProps) {
  return (
    <section className="card cost-shares" aria-label="Spend by model, tenant, user and agent">
      <Tabs
        label="Spend by"
        chosen={by}
        onChoose={onBy}
        tabs={SHARED_BY.map(([id, title]) => ({
          id,
          title,
          content: () => (
            <Table
              rows={shareRows(summary, by, order)}
              {...{ summary, by, title, order, onOrder }}
            />
          ),
        }))}
      />
    </section>
  );
}

interface TableProps {
  readonly rows: readonly ShareRow[];
  readonly summary: Summary;
  readonly by: SharedBy;
  readonly title: string;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

function Table({ rows, summary, by, title, order, onOrder }: TableProps) {
  const { currency, period, micros } = summary;
  const save = (): void => {
    const lines = rows.map(({ name, micros: spent }) => [name, amountOf(spent), currency, period]);
    const text = [[by, 'spent', 'currency', 'period'], ...lines].map(csvRow).join('');
    download(`cost-by-${by}-${period}.csv`, 'text/csv', text);
  };
  return (
    <>
      <DataTable
        label={`Spend by ${by}`}
        rows={rows.slice(0, SHOWN)}
        keyOf={({ name }) => (name === null ? 'nobody' : `name ${name}`)}
        empty={<p className="card-body soft">Nothing is known to have been spent.</p>}
        columns={[
          {
            id: 'name',
            title: <SortButton words={title} by="name" {...{ order, onOrder }} />,
            sorted: sortedAs('name', order),
            cell: ({ name }) =>
              name === null ? (
                <span className="soft">No {by} known</span>
              ) : (
                <Foreign text={name} most={120} />
              ),
          },
          {
            id: 'share',
            title: 'Share',
            cell: ({ micros: spent }) => (
              <div className="cost-share">
                <div className="meter" aria-hidden="true">
                  <div
                    className="meter-part"
                    style={{ width: `${(100 * spent) / Math.max(micros.total_cost, 1)}%` }}
                  />
                </div>
                <span className="number">{shareWords(spent, micros.total_cost)}</span>
              </div>
            ),
          },
          {
            id: 'spent',
            title: <SortButton words="Spent" by="spent" {...{ order, onOrder }} />,
            sorted: sortedAs('spent', order),
            isNumber: true,
            cell: ({ micros: spent }) => moneyWords(amountOf(spent), currency),
          },
        ]}
      />
      <div className="card-body spread">
        <span className="soft small">
          {rows.length > SHOWN
            ? `${SHOWN} of ${countWords(rows.length)} are shown; the file has all.`
            : ''}
        </span>
        <Button icon="download" onClick={save}>
          CSV
        </Button>
      </div>
    </>
  );
}
