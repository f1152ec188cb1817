import type { AnswerOf } from '@safeai/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useRoute } from '../../../data/use-route.ts';
import { routeQueryOf, type Question } from '../question/keys.ts';
import { rangeOf, spanOfSeries, stepFor, WIDEST } from './tally-step.ts';

type Counted = AnswerOf<'audit_facets'>;

/** Counts over time, and the width of a bar. */
export interface Bars {
  readonly data: Counted;
  readonly step: string;
  readonly question: Question;
}

/** Counts of what a question finds. */
export interface Tally {
  readonly of: UseQueryResult<Counted>;
  /** The latest that fit what they were counted of; null until there are some. */
  readonly bars: Bars | null;
}

/**
 * Counts what a question finds, by value and over time. Where it does not say from when on, the log is measured with
 * wide bars first, and at most twice more with such as fit what was found.
 */
export function useTally(question: Question, top: number, enabled: boolean): Tally {
  const wide = useMemo(() => {
    const range = rangeOf(question, Date.now());
    return range === null ? WIDEST : stepFor(range.to - range.from);
  }, [question]);
  const isOpen = question.last === undefined && question.since === undefined;
  const ask = (step: string) => ({ query: { ...routeQueryOf(question), top, step } });

  const first = useRoute('audit_facets', ask(wide), { enabled, keep: true });
  const closer = isOpen ? fitting(first, wide) : wide;
  const second = useRoute('audit_facets', ask(closer), { enabled: closer !== wide });
  const closest = isOpen && closer !== wide ? fitting(second, closer) : closer;
  const third = useRoute('audit_facets', ask(closest), { enabled: closest !== closer });

  const found = [
    { query: first, step: wide },
    { query: second, step: closer },
    { query: third, step: closest },
  ].find(({ step }) => step === closest);
  return { of: first, bars: useLatest(found, question) };
}

/** The width that fits what was found with another one; the same while that is not known. */
function fitting({ data, isPlaceholderData }: UseQueryResult<Counted>, step: string): string {
  if (data === undefined || isPlaceholderData || data.series.length === 0) return step;
  return stepFor(spanOfSeries(data.series, step));
}

interface Found {
  readonly query: UseQueryResult<Counted>;
  readonly step: string;
}

/** The bars that were found; those before them as long as they are waited for. */
function useLatest(found: Found | undefined, question: Question): Bars | null {
  const [bars, setBars] = useState<Bars | null>(null);
  const data = found?.query.data;
  if (found === undefined || data === undefined || found.query.isPlaceholderData) return bars;
  if (bars?.data === data && bars.step === found.step && bars.question === question) return bars;
  const latest = { data, step: found.step, question };
  setBars(latest);
  return latest;
}
