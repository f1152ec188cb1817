import { InvalidRequestError } from '@safeai/core';

export { formatDuration } from '@safeai/core';

/** A duration as the configuration writes it: `10s`, `30m`, `2h`, `7d`, `1w`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd' | 'w'}`;

/** What a duration looks like, as a JSON Schema pattern. */
export const DURATION_PATTERN = '^[1-9][0-9]{0,8}[smhdw]$';

const UNIT_MS = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
} as const;

/** Whether a text is a duration that {@link parseDuration} accepts. */
export function isDuration(text: string): text is Duration {
  return new RegExp(DURATION_PATTERN).test(text);
}

/**
 * The length of a duration in milliseconds: a positive whole number of seconds, minutes, hours, days
 * or weeks. `parseDuration('30m')` is `1_800_000`.
 *
 * @throws InvalidRequestError for any other text
 */
export function parseDuration(text: string): number {
  if (!isDuration(text)) {
    throw new InvalidRequestError(
      'A duration is a whole number followed by s, m, h, d or w, such as 30m.',
    );
  }
  return Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS];
}
