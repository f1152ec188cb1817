import type { AnswerOf } from '@safeai/client';
import { durationWords } from '../../../ui/time-words.ts';

/** A rule of alerts, as the server tells it. */
export type AlertRule = AnswerOf<'alerts_rules'>['rules'][number];

/** What must hold for an event to count: of each, one of its names. */
export function conditionsOf(rule: AlertRule): readonly (readonly [string, readonly string[]])[] {
  const named = [
    ['event', rule.events],
    ['action', rule.actions],
    ['boundary', rule.boundaries],
    ['policy', rule.policies],
    ['agent', rule.agents],
    ['tool', rule.tools],
    ['tenant', rule.tenants],
    ['tag', rule.data_tags],
  ] as const;
  return named.flatMap(([name, values]) =>
    values === undefined || values.length === 0 ? [] : [[name, values] as const],
  );
}

/** What the configuration takes where a rule says nothing. Milliseconds. */
const WINDOW_MS = 15 * 60_000;

/** How many events raise it, and in what time. */
export function thresholdWords({ threshold = 1, window_ms = WINDOW_MS }: AlertRule): string {
  return threshold === 1 ? 'the first event' : `${threshold} in ${durationWords(window_ms)}`;
}

/** What ends it. */
export function endWords({ resolve_events, window_ms = WINDOW_MS }: AlertRule): string {
  return resolve_events === undefined || resolve_events.length === 0
    ? `${durationWords(window_ms)} without one`
    : resolve_events.join(', ');
}
