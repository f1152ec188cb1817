import { ProblemError } from '@safeai/client';
import { questions } from '../../../session/routes.ts';
import { tellSessionEnd } from '../../../session/session-end.ts';
import type { LogLine } from '../audit-address.ts';
import { routeQueryOf, type Question } from '../question/keys.ts';
import type { Fetched } from './record-pages.ts';

interface PageWanted {
  readonly question: Question;
  readonly limit: number;
  /** Null for the first. */
  readonly cursor: string | null;
  readonly signal: AbortSignal;
}

/** A page of the log, newest first. @throws ProblemError, GuardUnreachableError */
export async function fetchPage({
  question,
  limit,
  cursor,
  signal,
}: PageWanted): Promise<Fetched<LogLine>> {
  const query = { ...routeQueryOf(question), limit, ...(cursor === null ? {} : { cursor }) };
  try {
    const { body, headers } = await questions.call('audit', { query, signal });
    return { rows: body, next: headers['x-next-cursor'] ?? null };
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) tellSessionEnd();
    throw error;
  }
}
