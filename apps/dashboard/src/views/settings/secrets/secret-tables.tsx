import type { AnswerOf } from '@safeai/client';
import { Code } from '../../../ui/code.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { durationWords } from '../../../ui/time-words.ts';
import { stateWords } from './secret-words.ts';

type Secrets = AnswerOf<'secrets'>;

/** Where values come from. */
export function BackendsTable({ backends }: Pick<Secrets, 'backends'>) {
  return (
    <DataTable
      label="Backends of secrets"
      rows={backends}
      keyOf={({ backend }) => backend}
      empty={<Empty title="No backend is configured" />}
      columns={[
        {
          id: 'backend',
          title: 'Backend',
          cell: (row) => (
            <span className="row">
              <strong>
                <Foreign text={row.backend} mono />
              </strong>
              {row.default ? <span className="pill">secret://default</span> : null}
            </span>
          ),
        },
        { id: 'state', title: 'State', cell: (row) => <State of={row} /> },
        {
          ...{ id: 'references', title: 'References', isNumber: true },
          cell: ({ references }) => countWords(references),
        },
      ]}
    />
  );
}

/** What the configuration names. */
export function ReferencesTable({ secrets }: Pick<Secrets, 'secrets'>) {
  return (
    <DataTable
      label="References to secrets"
      rows={secrets}
      keyOf={({ reference }) => reference}
      empty={<NoReferences />}
      columns={[
        {
          id: 'reference',
          title: 'Reference',
          cell: (row) => <Foreign text={row.reference} mono />,
        },
        { id: 'state', title: 'State', cell: (row) => <State of={row} /> },
        {
          id: 'version',
          title: 'Version',
          cell: ({ version }) => <Foreign text={version} most={60} />,
        },
        {
          id: 'age',
          title: 'Read',
          cell: ({ age_seconds: age }) =>
            age === null ? <span className="soft">–</span> : `${durationWords(age * 1000)} ago`,
        },
        {
          id: 'searched',
          title: 'Looked for in traffic',
          cell: ({ searched }) =>
            searched ? 'Yes' : <span className="soft">No: shorter than 8 characters</span>,
        },
      ]}
    />
  );
}

/** How it stands, and what is wrong and what to do where something is. */
function State({
  of: { state, reason, message },
}: {
  readonly of: Pick<Secrets['secrets'][number], 'reason' | 'message'> & { readonly state: string };
}) {
  const { words, tone } = stateWords(state);
  return (
    <>
      <span className="pill" data-tone={tone}>
        {tone === undefined ? null : (
          <Icon name={tone === 'good' ? 'allow' : 'warning'} size={13} />
        )}
        {words}
      </span>
      {message === null ? null : (
        <p className="small">
          <Foreign text={message} most={1000} />
        </p>
      )}
      {reason === null ? null : <code className="small soft">{reason}</code>}
    </>
  );
}

function NoReferences() {
  return (
    <Empty title="No setting names a secret">
      <p className="soft">
        A reference stands wherever a setting takes a secret, so that no file holds its value. In
        safeai.yaml:
      </p>
      <Code text="proxy: { api_key: secret://env/OPENAI_API_KEY }" label="A line of safeai.yaml" />
    </Empty>
  );
}
