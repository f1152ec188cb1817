import { useChange } from '../../data/use-change.ts';
import { Button } from '../../ui/button.tsx';
import { countWords } from '../../ui/figures.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Foreign } from '../../ui/foreign.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Time } from '../../ui/time.tsx';

/** Longest check of a whole log. Milliseconds. */
const VERIFY_MS = 10 * 60_000;

/** Whether the log is whole: every line is read and checked, when somebody asks for it. */
export function Integrity() {
  // A question, but one that is only ever asked by hand: it reads all of the log.
  const check = useChange('audit_verify');
  const { data, isPending, error, submittedAt } = check;
  const tone = data === undefined ? undefined : data.ok ? 'good' : 'bad';
  return (
    <section className="audit-integrity" aria-label="Integrity of the log" data-tone={tone}>
      <div className="spread">
        <p className="row" role="status">
          <Icon name={tone === 'good' ? 'allow' : tone === 'bad' ? 'warning' : 'approvals'} />
          {isPending ? (
            <span>
              Reading every line of the log. A large one takes minutes; you can go on meanwhile.
            </span>
          ) : data === undefined ? (
            <span className="soft">Not verified since this page was opened.</span>
          ) : (
            <>
              <strong>
                {data.ok ? 'The log is whole' : `${ofMany(data.problems.length, 'problem')} found`}
              </strong>
              <span>
                {ofMany(data.records, 'line')}, {ofMany(data.segments, 'file')},{' '}
                {ofMany(data.checkpoints, 'signed checkpoint')}
              </span>
              <span className="soft">
                verified <Time at={new Date(submittedAt).toISOString()} form="ago" />
              </span>
            </>
          )}
        </p>
        <Button
          busy={isPending}
          onClick={() => {
            check.mutate({ timeoutMs: VERIFY_MS });
          }}
        >
          {isPending ? 'Verifying…' : 'Verify now'}
        </Button>
      </div>
      {error === null ? null : <ErrorPanel error={error} />}
      {data === undefined || data.ok ? null : (
        <DataTable
          label="Problems of the log"
          rows={data.problems.map((each, index) => ({ ...each, index }))}
          keyOf={({ index }) => String(index)}
          columns={[
            { id: 'code', title: 'Code', cell: ({ code }) => <code>{code}</code> },
            { id: 'file', title: 'File', cell: ({ file }) => <Foreign text={file} mono /> },
            {
              id: 'line',
              title: 'Line',
              isNumber: true,
              cell: ({ line }) => (line === undefined ? '–' : countWords(line)),
            },
            {
              id: 'seq',
              title: 'Number',
              isNumber: true,
              cell: ({ seq }) => (seq === undefined ? '–' : countWords(seq)),
            },
            {
              id: 'message',
              title: 'What it means',
              cell: ({ message }) => <Foreign text={message} most={600} />,
            },
          ]}
        />
      )}
    </section>
  );
}

function ofMany(count: number, word: string): string {
  return `${countWords(count)} ${word}${count === 1 ? '' : 's'}`;
}
