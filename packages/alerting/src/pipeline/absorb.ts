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
  const recent = addTo(body.recent, burst.count, at, rule.windowMs);
  const isKnown: boolean = goesOn || (body.status === 'counting' && recent.length > 1);
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
  const inWindow = recent.reduce((sum, [, count]) => sum + count, 0);
  return inWindow >= rule.threshold
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

/** Counts of the parts of a window that is not over, with more in the part of that time. */
function addTo(
  recent: AlertBody['recent'],
  count: number,
  at: number,
  windowMs: number,
): AlertBody['recent'] {
  const partMs = Math.max(1, windowMs / PARTS);
  const from = Math.floor(at / partMs) * partMs;
  const kept = recent.filter(
    ([begin]) => begin + partMs > at - windowMs && begin <= at + windowMs && begin !== from,
  );
  const known = recent.find(([begin]) => begin === from)?.[1] ?? 0;
  return [...kept, [from, known + count] as const].sort(([a], [b]) => a - b);
}
