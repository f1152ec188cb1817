import type { CompiledRule } from '../rules/compiled-rule.ts';
import type { AlertBody } from './alert-body.ts';
import { type Burst, hasNewMember, latest, mergeMembers, NO_MEMBERS } from './burst.ts';
import type { Labels } from './intake.ts';

/** Parts of a window: events are counted for at most a part longer than the window. */
const PARTS = 12;

/** An alert that nothing is known of. */
export function unknownAlert({ name, severity }: CompiledRule, labels: Labels): AlertBody {
  return {
    ...{
      rule: name,
      severity,
      labels,
      status: 'over',
      recent: [],
      startedAt: 0,
      lastAt: 0,
      raisedAt: null,
    },
    ...{ count: 0, toldCount: 0, hasNews: false, decisionIds: [], ...NO_MEMBERS },
    ...{ sequence: 0, toldAt: null, toldTo: [], isAcknowledged: false, heldBy: null },
  };
}

/** The alert with more events. It is raised once its rule's number of them is in the window. */
export function absorb(body: AlertBody, burst: Burst, rule: CompiledRule, now: number): AlertBody {
  const goesOn = body.status === 'raised' || body.status === 'open';
  const at = Math.min(burst.lastAt, now);
  const before = inWindow(body.recent, rule.windowMs, now);
  const recent = addTo(before, burst.count, at, rule.windowMs, now);
  const isKnown: boolean = goesOn || (body.status === 'counting' && before.length > 0);
  const known: AlertBody = isKnown ? body : begun(body, burst, rule);
  const counted: AlertBody = {
    ...known,
    ...mergeMembers(known, burst),
    recent,
    count: known.count + burst.count,
    startedAt: Math.min(known.startedAt, burst.firstAt),
    lastAt: Math.max(Math.min(known.lastAt, now), at),
    decisionIds: latest([...known.decisionIds, ...burst.decisionIds]),
    hasNews: known.hasNews || (body.status === 'open' && hasNewMember(known, burst)),
  };
  if (goesOn) return counted;
  const sum = recent.reduce((total, [, count]) => total + count, 0);
  return sum >= rule.threshold
    ? { ...counted, status: 'raised', raisedAt: now }
    : { ...counted, status: 'counting' };
}

/** A new beginning. What must outlast it stays: the order of its messages, and when the last one was. */
function begun(
  { labels, sequence, toldAt }: AlertBody,
  burst: Burst,
  rule: CompiledRule,
): AlertBody {
  const unknown = unknownAlert(rule, labels);
  return { ...unknown, sequence, toldAt, startedAt: burst.firstAt, lastAt: burst.lastAt };
}

/** Counts of the parts that belong to the window that ends now. */
function inWindow(recent: AlertBody['recent'], windowMs: number, now: number): AlertBody['recent'] {
  const partMs = partOf(windowMs);
  return recent.filter(([from]) => from + partMs > now - windowMs && from <= now);
}

/** The same, with more in the part of that time. What is told too late for the window belongs to its first part. */
function addTo(
  recent: AlertBody['recent'],
  count: number,
  at: number,
  windowMs: number,
  now: number,
): AlertBody['recent'] {
  const partMs = partOf(windowMs);
  const from = Math.floor(Math.max(at, now - windowMs) / partMs) * partMs;
  const known = recent.find(([begin]) => begin === from)?.[1] ?? 0;
  const others = recent.filter(([begin]) => begin !== from);
  return [...others, [from, known + count] as const].sort(([a], [b]) => a - b);
}

function partOf(windowMs: number): number {
  return Math.max(1, windowMs / PARTS);
}
