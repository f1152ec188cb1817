import type { Order } from './share-rows.ts';

type Sorted = 'spent' | 'name';

interface SortButtonProps {
  readonly words: string;
  readonly by: Sorted;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

/** The title of a column; pressed, the rows are in its order, and pressed again the other way round. */
export function SortButton({ words, by, order, onOrder }: SortButtonProps) {
  const sorted = sortedAs(by, order);
  return (
    <button
      type="button"
      className="cost-sort"
      onClick={() => {
        onOrder(order === by ? `-${by}` : by);
      }}
    >
      {words}
      <span aria-hidden="true" className={sorted === undefined ? 'cost-sort-none' : undefined}>
        {sorted === 'ascending' ? '↑' : '↓'}
      </span>
    </button>
  );
}

/** How the rows are sorted, for who does not see it; nothing where it is by another column. */
export function sortedAs(by: Sorted, order: Order): 'ascending' | 'descending' | undefined {
  if (!order.endsWith(by)) return undefined;
  return order === 'name' || order === '-spent' ? 'ascending' : 'descending';
}
