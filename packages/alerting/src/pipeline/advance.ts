import type { AlertAction } from '../alert.ts';
import type { CompiledRule } from '../rules/compiled-rule.ts';
import type { AlertBody, HeldBy } from './alert-body.ts';

/** When people are told. */
export interface Timing {
  /** How long the first event of an alert waits for others, in milliseconds. */
  readonly groupWaitMs: number;
  /** When an alert that goes on is told again, in milliseconds. */
  readonly repeatIntervalMs: number;
}

/** Something that is to be said of an alert. */
export interface Said {
  readonly action: AlertAction;
  /** Whether it is a last count, which calls nobody. */
  readonly isTally?: boolean;
}

/** What becomes of an alert, and what is said of it, in this order. */
export interface Step {
  readonly body: AlertBody;
  readonly said: readonly Said[];
}

/** A held alert is looked at again after so many milliseconds. */
const HELD_MS = 30_000;

/** An alert that goes on is told again no sooner than after so many milliseconds. */
const LEAST_REPEAT_MS = 1000;

/** When something is to be done about an alert; null: nothing, unless there are events. */
export function dueAt(
  body: AlertBody,
  rule: CompiledRule,
  { groupWaitMs, repeatIntervalMs }: Timing,
  now: number,
): number | null {
  const { status, heldBy, hasNews, raisedAt } = body;
  if (status !== 'raised' && status !== 'open') return null;
  if (heldBy !== null) return now + HELD_MS;
  // A clock that was set back must not put anything off by as much as it was wrong.
  const told = Math.min(body.toldAt ?? -Infinity, now);
  const rested = told + rule.cooldownMs;
  if (status === 'raised') {
    const wait = rule.severity === 'critical' ? 0 : groupWaitMs;
    return Math.max(Math.min(raisedAt ?? now, now) + wait, rested);
  }
  const repeatAfter = Math.max(repeatIntervalMs, rule.cooldownMs, LEAST_REPEAT_MS);
  const goesOn = rule.isLasting || body.count > body.toldCount;
  return firstOf([
    hasNews ? rested : null,
    goesOn && !body.isAcknowledged ? told + repeatAfter : null,
    hasNews || rule.isLasting ? null : body.lastAt + rule.windowMs,
  ]);
}

/**
 * What an alert that is due comes to.
 *
 * @param heldBy why nobody is to be told now; null: somebody is
 */
export function advance(
  body: AlertBody,
  rule: CompiledRule,
  timing: Timing,
  now: number,
  heldBy: HeldBy | null,
): Step {
  const isDue = (dueAt({ ...body, heldBy: null }, rule, timing, now) ?? Infinity) <= now;
  const isQuiet = !rule.isLasting && now >= body.lastAt + rule.windowMs;
  if (!isDue) return { body: { ...body, heldBy: null }, said: [] };
  if (body.status === 'open' && isQuiet && (!body.hasNews || heldBy !== null)) {
    return over(body, rule, heldBy);
  }
  if (heldBy === null) {
    const action = body.status === 'raised' ? 'trigger' : 'update';
    return { body: { ...body, status: 'open', heldBy: null }, said: [{ action }] };
  }
  // Nobody was told that it began: nobody need be told that it is over.
  if (body.status === 'raised' && isQuiet) return { body: ended(body), said: [] };
  return { body: { ...body, heldBy }, said: [] };
}

/** An alert that was over when something happened again, though nobody was there to say so. */
export function lapse(body: AlertBody, rule: CompiledRule, at: number): Step {
  const isQuiet = !rule.isLasting && at >= body.lastAt + rule.windowMs;
  if (body.status !== 'open' || !isQuiet || body.hasNews) return { body, said: [] };
  return over(body, rule, body.heldBy);
}

/** An alert that an event, or a person, has ended. Who was to be told of it still is, unless nobody was to be. */
export function end(body: AlertBody): Step {
  if (body.status === 'raised') {
    if (body.heldBy !== null) return { body: ended(body), said: [] };
    return { body: ended(body), said: [{ action: 'trigger' }, { action: 'resolve' }] };
  }
  const wasOpen = body.status === 'open';
  return { body: ended(body), said: wasOpen ? [{ action: 'resolve' }] : [] };
}

/** An alert that somebody looks after: it is not told again unless something is new. */
export function acknowledge(body: AlertBody): Step {
  if (body.status !== 'open' || body.isAcknowledged) return { body, said: [] };
  return { body: { ...body, isAcknowledged: true }, said: [{ action: 'acknowledge' }] };
}

function over(body: AlertBody, rule: CompiledRule, heldBy: HeldBy | null): Step {
  if (rule.resolve) return { body: ended(body), said: [{ action: 'resolve' }] };
  const isTold = heldBy !== null || body.count === body.toldCount;
  return { body: ended(body), said: isTold ? [] : [{ action: 'update', isTally: true }] };
}

function ended(body: AlertBody): AlertBody {
  return { ...body, status: 'over', recent: [], hasNews: false, heldBy: null };
}

function firstOf(times: readonly (number | null)[]): number | null {
  const given = times.filter((time) => time !== null);
  return given.length === 0 ? null : Math.min(...given);
}
