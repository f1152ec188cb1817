import { useEffect, useMemo } from 'react';
import type { LogLine } from '../audit-address.ts';
import type { Question } from '../question/keys.ts';
import { fetchPage } from './fetch-page.ts';
import { RecordPages } from './record-pages.ts';

/** Records of a page. */
const PAGE = 200;

/** The records that a question finds. @param round another one fetches them again */
export function useRecords(question: Question, round: string): RecordPages<LogLine> {
  const pages = useMemo(
    () =>
      // The round is no part of what is asked: with it, it is asked again.
      new RecordPages<LogLine>((cursor, signal) =>
        fetchPage({ question, limit: PAGE, cursor, signal }),
      ),
    [question, round],
  );
  useEffect(
    () => () => {
      pages.stop();
    },
    [pages],
  );
  return pages;
}
