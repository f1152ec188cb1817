import { ProblemError, type AnswerOf } from '@safeai/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRoute } from '../../../data/use-route.ts';

/** No event says that something came to an alert: it is asked for as often. Milliseconds. */
const EVERY_MS = 10_000;

/** One alert, asked again while it is looked at. */
export function useAlert(id: string): UseQueryResult<AnswerOf<'alert'>> {
  return useRoute('alert', { params: { id } }, { everyMs: EVERY_MS });
}

/** Whether an answer says that there is no such alert: none has that id, or it is no id of an alert. */
export function isNoAlert(error: Error | null): boolean {
  return error instanceof ProblemError && (error.status === 404 || error.status === 422);
}
