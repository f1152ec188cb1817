import type { JsonValue } from '@safeai/core';
import { countWords } from '../../../ui/figures.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { cutMiddle, cutPair } from './cut-text.ts';
import type { Change } from './json-diff.ts';
import { pathWords } from './path-words.ts';

const KINDS = { added: '+ added', removed: '− removed', changed: '~ changed' } as const;

/** Most places that are shown. */
const MOST = 200;

/** Where two calls differ: the place, what was there, what is there now. */
export function DiffTable({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <div className="stack">
      <div className="approvals-diff">
        <DataTable
          label="What is other than in the last approved call"
          rows={changes.slice(0, MOST)}
          keyOf={({ path }) => JSON.stringify(path)}
          columns={[
            {
              id: 'kind',
              title: 'Change',
              cell: ({ kind }) => (
                <span className="approvals-kind" data-kind={kind}>
                  {KINDS[kind]}
                </span>
              ),
            },
            {
              id: 'path',
              title: 'Where',
              cell: ({ path }) => <Foreign text={pathWords(path)} mono />,
            },
            {
              id: 'before',
              title: 'Approved then',
              cell: (change) => <Side text={sides(change)[0]} />,
            },
            { id: 'after', title: 'Asked now', cell: (change) => <Side text={sides(change)[1]} /> },
          ]}
        />
      </div>
      {changes.length > MOST ? (
        <p className="soft">
          And {countWords(changes.length - MOST)} more: the parameters below are whole.
        </p>
      ) : null}
    </div>
  );
}

function Side({ text }: { readonly text: string | null }) {
  return text === null ? <span className="soft">–</span> : <Foreign text={text} most={1000} mono />;
}

/** Both sides as text; null where there is none. */
function sides(change: Change): readonly [string | null, string | null] {
  if (change.kind === 'added') return [null, cutMiddle(textOf(change.after))];
  if (change.kind === 'removed') return [cutMiddle(textOf(change.before)), null];
  return cutPair(textOf(change.before), textOf(change.after));
}

function textOf(value: JsonValue): string {
  return JSON.stringify(value);
}
