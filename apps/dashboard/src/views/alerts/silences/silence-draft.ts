import type { BodyOf } from '@safeai/client';

/** How long a silence can hold, as the server names it, and in words. */
export const DURATIONS = [
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['2h', '2 hours'],
  ['8h', '8 hours'],
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['1w', '1 week'],
] as const;

/** What a person writes of a silence. */
export interface SilenceDraft {
  readonly rule: string;
  readonly event: string;
  readonly agent: string;
  /** Empty for every one that the user may name. */
  readonly tenant: string;
  /** One of the durations, or `date`. */
  readonly duration: string;
  /** Where it is `date`: a moment in the viewer's zone, as an input of the type `datetime-local` has it. */
  readonly until: string;
  readonly reason: string;
}

/** What is wrong with a draft, by field. */
export type SilenceProblems = Partial<Record<'until' | 'reason', string>>;

/** Longest that a silence can hold. Milliseconds. */
const LONGEST_MS = 30 * 24 * 60 * 60_000;

/** A draft as the server takes it, or what is wrong with it. @param now milliseconds since the epoch */
export function silenceOf(
  draft: SilenceDraft,
  now: number,
): { readonly body: BodyOf<'alerts_silence'> } | { readonly problems: SilenceProblems } {
  const duration = draft.duration === 'date' ? spanUntil(draft.until, now) : draft.duration;
  const reason = draft.reason.trim();
  if (typeof duration !== 'string' || reason === '') {
    return {
      problems: {
        ...(typeof duration === 'string' ? {} : { until: duration.problem }),
        ...(reason === '' ? { reason: 'Say why: it is kept and shown.' } : {}),
      },
    };
  }
  const about = { rule: draft.rule, event: draft.event, agent_id: draft.agent };
  const given = Object.entries({ ...about, tenant_id: draft.tenant }).flatMap(([key, text]) =>
    text.trim() === '' ? [] : [[key, text.trim()] as const],
  );
  return { body: { ...Object.fromEntries(given), duration, reason } };
}

function spanUntil(until: string, now: number): string | { readonly problem: string } {
  const moment = until === '' ? NaN : Date.parse(until);
  if (Number.isNaN(moment)) return { problem: 'Choose a day and a time.' };
  if (moment <= now) return { problem: 'It is over already then.' };
  if (moment - now > LONGEST_MS) return { problem: 'A silence holds 30 days at most.' };
  return `${Math.ceil((moment - now) / 1000)}s`;
}
