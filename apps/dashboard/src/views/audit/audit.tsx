import { useMemo, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '../../session/session-context.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { auditPath } from './audit-address.ts';
import './audit.css';
import { Decision } from './decision/decision.tsx';
import { Integrity } from './integrity.tsx';
import { kept } from './kept.ts';
import { Layers, type Layer } from './layers.tsx';
import { ColumnChoice } from './list/column-choice.tsx';
import { COLUMNS } from './list/columns.tsx';
import { NewRecords } from './list/new-records.tsx';
import { Nothing } from './list/nothing.tsx';
import { Rows } from './list/rows.tsx';
import { useRecords } from './list/use-records.ts';
import { Facets, FEW_VALUES, MANY_VALUES } from './narrow/facets.tsx';
import { FacetsPanel } from './narrow/facets-panel.tsx';
import { Histogram } from './narrow/histogram.tsx';
import { knownValues } from './narrow/known-values.ts';
import { TimeRange } from './narrow/time-range.tsx';
import { useTally } from './narrow/use-tally.ts';
import type { Question } from './question/keys.ts';
import { searchOf, textOfSearch } from './question/question-search.ts';
import { parseQuestion } from './question/question-text.ts';
import { QueryBar } from './question/query-bar.tsx';
import { SavedViews } from './saved-views.tsx';

/** The audit log: what was decided, found by any of its facts, explained and proved. */
export default function Audit() {
  const [path, go] = useLocation();
  const [search] = useSearchParams();
  const queries = useQueryClient();
  const address = search.toString();
  // What else the address says, the part of a decision that is shown among it, asks for no other records.
  const text = textOfSearch(search);
  const { question, problems } = useMemo(() => parseQuestion(text), [text]);
  const isAsked = problems.length === 0;
  const [round, setRound] = useState(0);
  const [top, setTop] = useState(FEW_VALUES);
  const [columns, setColumns] = useState(kept.columns);
  const [layer, setLayer] = useState<Layer | null>(null);

  // Another tenant's records are others, whatever is asked for.
  const { tenant } = useSession();
  const pages = useRecords(question, `${round} ${tenant}`);
  const isCounted = question.event?.startsWith('audit.') !== true;
  const { of: tally, bars } = useTally(question, top, isAsked && isCounted);
  const total = tally.isPlaceholderData || !isCounted ? undefined : tally.data?.total;
  const known = useMemo(() => knownValues(tally.data), [tally.data]);
  const shown = useMemo(() => COLUMNS.filter(({ id }) => columns.includes(id)), [columns]);
  const openId = decisionOf(path);
  const asked = searchOf(question);

  const ask = (next: Question): void => {
    const nextSearch = searchOf(next);
    if (nextSearch === address) refresh();
    else go(auditPath(nextSearch));
  };
  const askTime = (since: number, until: number): void => {
    const { last: _, ...rest } = question;
    const moments = { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
    ask({ ...rest, ...moments });
  };
  const refresh = (): void => {
    setRound(round + 1);
    void queries.invalidateQueries({ queryKey: ['audit_facets'] });
  };

  return (
    <>
      <ViewHead title="Audit log">
        <SavedViews search={asked} />
        <ColumnChoice
          chosen={columns}
          onChoose={(ids) => {
            setColumns(ids);
            kept.setColumns(ids);
          }}
        />
        <Button
          icon="download"
          refused={isAsked ? null : 'The search is not understood'}
          onClick={() => {
            setLayer('export');
          }}
        >
          Export
        </Button>
      </ViewHead>
      <div className="audit-ask">
        <QueryBar text={text} problems={problems} known={known} onAsk={ask} />
        <TimeRange question={question} onAsk={ask} />
      </div>
      <Integrity />
      {isAsked ? (
        <>
          <div className="card card-body audit-bars">
            {isCounted ? (
              <Answer of={tally} label="Counting records" lines={5}>
                {() => (bars === null ? null : <Histogram of={bars} onChoose={askTime} />)}
              </Answer>
            ) : (
              <p className="soft small">The log’s own lines are not counted.</p>
            )}
          </div>
          <div className="audit-found">
            <FacetsPanel>
              {tally.data === undefined || !isCounted ? null : (
                <Facets
                  facets={tally.data.facets}
                  question={question}
                  onAsk={ask}
                  onMore={() => {
                    setTop(MANY_VALUES);
                  }}
                />
              )}
            </FacetsPanel>
            <div className="audit-list">
              <NewRecords
                key={`${round} ${tenant} ${asked}`}
                question={question}
                onShow={refresh}
              />
              <Rows
                pages={pages}
                columns={shown}
                total={total}
                search={asked}
                openId={openId}
                onLine={setLayer}
                empty={<Nothing question={question} onAsk={ask} />}
              />
            </div>
          </div>
        </>
      ) : (
        <Notice tone="warning" title="The search is not understood">
          <p>
            Nothing is shown, for it would not be what was asked for. What is wrong stands under the
            search.
          </p>
        </Notice>
      )}
      {openId === '' ? null : <Decision id={openId} />}
      <Layers
        of={layer}
        question={question}
        total={total}
        onClose={() => {
          setLayer(null);
        }}
      />
    </>
  );
}

function decisionOf(path: string): string {
  try {
    return decodeURIComponent(path.replace(/^\//, ''));
  } catch {
    return path;
  }
}
