const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const DAY_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

export const MINUTES_A_DAY = 24 * 60;
const MS_A_MINUTE = 60_000;

/**
 * A moment as rules write it: milliseconds since the epoch, or ISO 8601 with an offset (`Z` or `+02:00`).
 * A time without an offset would mean another moment on another machine, so it is none.
 *
 * @returns milliseconds since the epoch, or `null`
 */
export function parseMoment(operand: unknown): number | null {
  if (typeof operand === 'number') return Number.isFinite(operand) ? operand : null;
  if (typeof operand !== 'string' || !ISO.test(operand)) return null;
  const moment = Date.parse(operand);
  return Number.isNaN(moment) ? null : moment;
}

/** A time of day, `HH:MM`, as minutes since midnight; `null` for anything else. */
export function parseDayTime(operand: unknown): number | null {
  const match = typeof operand === 'string' ? DAY_TIME.exec(operand) : null;
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

/** Whole minutes since midnight, UTC, of a moment in milliseconds since the epoch. */
export function minuteOfDay(moment: number): number {
  const minute = Math.floor(moment / MS_A_MINUTE) % MINUTES_A_DAY;
  return minute < 0 ? minute + MINUTES_A_DAY : minute;
}
