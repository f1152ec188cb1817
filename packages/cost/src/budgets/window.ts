import { SafeAIError } from '@safeai/core';

/** How long a budget lasts until it starts afresh. */
export type BudgetPeriod = 'hour' | 'day' | 'week' | 'month' | 'total';

/** From `start` up to and without `end`, in milliseconds since the epoch; `end` null: it never ends. */
export interface Window {
  readonly start: number;
  readonly end: number | null;
}

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  /** Of the local clock before UTC, in milliseconds. */
  readonly offset: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Windows by the calendar of a time zone. A day, a week (from Monday) and a month begin with the first instant of
 * their first date there, so that a day has 23 or 25 hours where the clocks change. An hour begins where the local
 * clock begins one, and where it is changed. The window of the last call is remembered: the same one again costs
 * nothing.
 */
export class Windows {
  readonly #period: BudgetPeriod;
  readonly #format: Intl.DateTimeFormat;
  #last: Window | undefined;

  /** @param timeZone IANA name, such as `Europe/Berlin`. @throws SafeAIError `invalid_config` for an unknown one */
  constructor(period: BudgetPeriod, timeZone = 'UTC') {
    this.#period = period;
    try {
      this.#format = new Intl.DateTimeFormat('en-US', {
        ...{
          timeZone,
          calendar: 'gregory',
          numberingSystem: 'latn',
          hourCycle: 'h23',
          era: 'short',
        },
        ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
        ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
      });
    } catch {
      throw new SafeAIError(
        'invalid_config',
        `${JSON.stringify(timeZone)} is no time zone: give an IANA name, such as Europe/Berlin.`,
      );
    }
  }

  /** The window that a time is in. */
  of(at: number): Window {
    const last = this.#last;
    if (last !== undefined && last.start <= at && at < (last.end ?? Infinity)) return last;
    const window = this.#find(at);
    this.#last = window;
    return window;
  }

  #find(at: number): Window {
    if (this.#period === 'total') return { start: 0, end: null };
    if (this.#period === 'hour') return this.#hour(at);
    const { year, month, day } = this.#local(at);
    const first = (days: number, months = 0): number =>
      this.#startOf(Date.UTC(year, month - 1 + months, months === 0 ? day + days : 1));
    if (this.#period === 'day') return { start: first(0), end: first(1) };
    if (this.#period === 'month') {
      return { start: this.#startOf(Date.UTC(year, month - 1, 1)), end: first(0, 1) };
    }
    const sinceMonday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
    return { start: first(-sinceMonday), end: first(7 - sinceMonday) };
  }

  /** The first instant whose local date is that date, or a later one where it does not exist. */
  #startOf(date: number): number {
    return firstWhere(date - DAY_MS, date + 2 * DAY_MS, (time) => {
      const { year, month, day } = this.#local(time);
      return Date.UTC(year, month - 1, day) >= date;
    });
  }

  #hour(at: number): Window {
    const now = this.#local(at);
    const isOther = (time: number): boolean => {
      const local = this.#local(time);
      return local.hour !== now.hour || local.offset !== now.offset;
    };
    return {
      start: firstWhere(at - HOUR_MS, at, (time) => !isOther(time)),
      end: firstWhere(at, at + HOUR_MS, isOther),
    };
  }

  #local(time: number): LocalTime {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(time)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const local = Date.UTC(year, month - 1, day, hour, minute, second);
    return { year, month, day, hour, offset: local - Math.floor(time / 1000) * 1000 };
  }
}

/** The first instant, to the millisecond, at which something holds; not at `from`, at the latest at `to`. */
function firstWhere(from: number, to: number, holds: (time: number) => boolean): number {
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}
