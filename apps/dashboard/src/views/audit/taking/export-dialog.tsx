import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { download } from '../../../ui/download.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { fetchPage } from '../list/fetch-page.ts';
import type { Question } from '../question/keys.ts';
import { MOST_TAKEN, takeRecords, type TakenAs } from './export-records.ts';

type Standing =
  | { readonly is: 'asked' }
  | { readonly is: 'running'; readonly count: number }
  | { readonly is: 'done'; readonly count: number; readonly isCut: boolean }
  | { readonly is: 'failed'; readonly error: Error };

interface ExportDialogProps {
  readonly question: Question;
  /** How many there are, once that was counted. */
  readonly total: number | undefined;
  readonly onClose: () => void;
}

/** Takes what was found as a file. */
export function ExportDialog({ question, total, onClose }: ExportDialogProps) {
  const [as, setAs] = useState<TakenAs>('jsonl');
  const [standing, setStanding] = useState<Standing>({ is: 'asked' });
  const ended = useRef<AbortController>(null);
  useEffect(
    () => () => {
      ended.current?.abort(new Error('The export was left.'));
    },
    [],
  );
  const most = Math.min(total ?? MOST_TAKEN, MOST_TAKEN);

  const take = async (): Promise<void> => {
    const end = new AbortController();
    ended.current = end;
    setStanding({ is: 'running', count: 0 });
    try {
      const { parts, count, isCut } = await takeRecords({
        as,
        fetch: (limit, cursor) => fetchPage({ question, limit, cursor, signal: end.signal }),
        onProgress: (so) => {
          if (!end.signal.aborted) setStanding({ is: 'running', count: so });
        },
      });
      if (end.signal.aborted) return;
      const type = as === 'csv' ? 'text/csv' : 'application/x-ndjson';
      download(`audit.${as}`, type, new Blob([...parts]));
      setStanding({ is: 'done', count, isCut });
    } catch (error) {
      if (end.signal.aborted) return;
      setStanding({
        is: 'failed',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  };
  const cancel = (): void => {
    ended.current?.abort(new Error('The export was cancelled.'));
    setStanding({ is: 'asked' });
  };

  return (
    <Dialog
      title="Export"
      about={`What the search finds, newest first, at most ${countWords(MOST_TAKEN)} records. A copy to work with: it cannot be verified.`}
      onClose={onClose}
    >
      <fieldset className="stack" disabled={standing.is === 'running'}>
        <legend className="unseen">Form</legend>
        <label className="row">
          <input
            type="radio"
            name="form"
            checked={as === 'jsonl'}
            onChange={() => {
              setAs('jsonl');
            }}
          />
          JSON Lines <span className="soft">the records as they are, one a line</span>
        </label>
        <label className="row">
          <input
            type="radio"
            name="form"
            checked={as === 'csv'}
            onChange={() => {
              setAs('csv');
            }}
          />
          CSV <span className="soft">nothing in it runs in a spreadsheet</span>
        </label>
      </fieldset>
      <div aria-live="polite">
        {standing.is === 'running' ? (
          <div className="stack">
            <progress
              className="audit-progress"
              aria-label="Records read"
              max={most}
              value={standing.count}
            />
            <p className="soft small">{countWords(standing.count)} records read</p>
          </div>
        ) : null}
        {standing.is === 'done' ? (
          <Notice
            tone={standing.isCut ? 'warning' : 'good'}
            title={`${countWords(standing.count)} records in the file`}
          >
            {standing.isCut ? (
              <p>
                There are more: narrow the search, or use <code>safeai audit export</code>.
              </p>
            ) : null}
          </Notice>
        ) : null}
      </div>
      {standing.is === 'failed' ? <ErrorPanel error={standing.error} /> : null}
      <div className="row">
        {standing.is === 'running' ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button
            kind="primary"
            icon="download"
            onClick={() => {
              void take();
            }}
          >
            Download
          </Button>
        )}
      </div>
    </Dialog>
  );
}
