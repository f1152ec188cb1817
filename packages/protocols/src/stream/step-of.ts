import type { Usage } from '@safeai/core';
import type { Unscanned } from '../model.ts';
import type { SseEvent } from '../sse/sse-event.ts';
import type { StreamStep } from './stream-reader.ts';

const NONE: readonly never[] = [];

/** What was found in an event. Of what is absent there is nothing. */
export type Found = Partial<
  Pick<StreamStep, 'deltas' | 'whole' | 'words' | 'ends' | 'finish' | 'usageOnly' | 'terminal'>
>;

/** The step of an event. */
export function stepOf(
  event: SseEvent,
  unscanned: readonly Unscanned[],
  usage: Usage | null,
  {
    deltas = NONE,
    whole = NONE,
    words = NONE,
    ends = NONE,
    finish = NONE,
    usageOnly = false,
    terminal = false,
  }: Found = {},
): StreamStep {
  return { event, deltas, whole, ends, unscanned, words, usage, usageOnly, finish, terminal };
}
