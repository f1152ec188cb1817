import { Code } from '../../../ui/code.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { Summary } from '../summary.ts';
import { priceLines } from './price-lines.ts';

/** Most models that are named. */
const SHOWN = 20;

/** Calls that name no model: nothing could give those a price. */
const UNNAMED: readonly string[] = ['', '(none)'];

/** Models whose calls are in no sum, and what gives them a price. */
export function Unpriced({ summary: { unpriced, currency } }: { readonly summary: Summary }) {
  if (unpriced.length === 0) return null;
  const shown = [...unpriced].sort((a, b) => b.calls - a.calls).slice(0, SHOWN);
  const named = shown.flatMap(({ model }) => (UNNAMED.includes(model) ? [] : [model]));
  return (
    <Notice
      tone="warning"
      title={
        unpriced.length === 1
          ? 'A model has no price: the sums are without its calls'
          : `${countWords(unpriced.length)} models have no price: the sums are without their calls`
      }
    >
      <DataTable
        label="Models without a price"
        rows={shown}
        keyOf={({ model }) => model}
        columns={[
          {
            id: 'model',
            title: 'Model',
            cell: ({ model }) => (
              <div className="cost-model">
                <Foreign text={model} most={80} />
              </div>
            ),
          },
          ...(
            [
              ['calls', 'Calls'],
              ['input_tokens', 'Input tokens'],
              ['output_tokens', 'Output tokens'],
            ] as const
          ).map(([id, title]) => ({
            ...{ id, title, isNumber: true },
            cell: (row: (typeof shown)[number]) => countWords(row[id]),
          })),
        ]}
      />
      {unpriced.length > SHOWN ? (
        <p className="small">The {SHOWN} with most calls are shown.</p>
      ) : null}
      {named.length === 0 ? null : (
        <details className="cost-prices">
          <summary>Lines for safeai.yaml that give a price</summary>
          <p>
            Fill in what a million tokens cost, and reload. 0 is for models that you run yourself:
            their calls are free then. What was called before stays without a price.
          </p>
          <Code label="Lines for safeai.yaml" text={priceLines(named, currency)} />
        </details>
      )}
    </Notice>
  );
}
