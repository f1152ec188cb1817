import { SPEND_DAY_MS } from '@safeai/core';

/** Start of the day of a moment, in UTC. Both in milliseconds since the epoch. */
export function startOfDay(at: number): number {
  return Math.floor(at / SPEND_DAY_MS) * SPEND_DAY_MS;
}

/** Start of a month in UTC: that of the moment, or so many later. */
export function startOfMonth(at: number, later = 0): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
}
