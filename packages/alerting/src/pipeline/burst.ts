import type { SafeAIEvent } from '@safeai/core';
import type { AlertMember } from '../alert.ts';
import { plainName } from '../plain-name.ts';
import { toolOf } from '../rules/compiled-rule.ts';

/** Most kinds of events that an alert tells apart; the rest are counted together. */
export const MOST_MEMBERS = 20;

/** Most decisions that an alert names, the latest. */
export const MOST_DECISIONS = 5;

/** Events of one alert that came together. */
export interface Burst {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly members: readonly AlertMember[];
  readonly otherCount: number;
  readonly decisionIds: readonly string[];
}

/** Members of an alert, and the events that are in none of them. */
export type Members = Pick<Burst, 'members' | 'otherCount'>;

/** Counts events as they come. What it keeps does not grow with their number. */
export class BurstCounter {
  readonly #members = new Map<string, { member: Omit<AlertMember, 'count'>; count: number }>();
  #count = 0;
  #firstAt = Infinity;
  #lastAt = -Infinity;
  #otherCount = 0;
  readonly #decisionIds: string[] = [];

  add(event: SafeAIEvent): void {
    const { timestamp, decisionId } = event;
    this.#span(1, timestamp, timestamp, decisionId === null ? [] : [decisionId]);
    const { event: name, boundary, action, rule: policy, agentId, detail } = event;
    const { detection_type: found } = detail;
    const detectionType = typeof found === 'string' ? found : null;
    const toolName = toolOf(event);
    const key = JSON.stringify([name, boundary, action, policy, agentId, toolName, detectionType]);
    const member = { event: name, boundary, action, policy, agentId, toolName, detectionType };
    this.#addMember(key, member, 1);
  }

  /** What another one has counted. */
  addAll(other: BurstCounter): void {
    this.#span(other.#count, other.#firstAt, other.#lastAt, other.#decisionIds);
    for (const [key, { member, count }] of other.#members) this.#addMember(key, member, count);
    this.#otherCount += other.#otherCount;
  }

  #span(count: number, firstAt: number, lastAt: number, decisionIds: readonly string[]): void {
    this.#count += count;
    this.#firstAt = Math.min(this.#firstAt, firstAt);
    this.#lastAt = Math.max(this.#lastAt, lastAt);
    this.#decisionIds.push(...decisionIds);
    if (this.#decisionIds.length > MOST_DECISIONS) {
      this.#decisionIds.splice(0, this.#decisionIds.length - MOST_DECISIONS);
    }
  }

  #addMember(key: string, member: Omit<AlertMember, 'count'>, count: number): void {
    const known = this.#members.get(key);
    if (known !== undefined) known.count += count;
    else if (this.#members.size < MOST_MEMBERS) this.#members.set(key, { member, count });
    else this.#otherCount += count;
  }

  /** What was counted; undefined if nothing was. Names in it are plain. */
  take(): Burst | undefined {
    if (this.#count === 0) return undefined;
    const plain = (name: string | null): string | null => (name === null ? null : plainName(name));
    const members = [...this.#members.values()].map(({ member, count }) => ({
      event: plainName(member.event),
      boundary: plain(member.boundary),
      action: plain(member.action),
      policy: plain(member.policy),
      agentId: plain(member.agentId),
      toolName: plain(member.toolName),
      detectionType: plain(member.detectionType),
      count,
    }));
    return {
      ...mergeMembers(NO_MEMBERS, { members, otherCount: this.#otherCount }),
      ...{ count: this.#count, firstAt: this.#firstAt, lastAt: this.#lastAt },
      decisionIds: this.#decisionIds.map((id) => plainName(id)),
    };
  }
}

/** No members. */
export const NO_MEMBERS: Members = { members: [], otherCount: 0 };

/** Both together. */
export function mergeBursts(first: Burst, second: Burst): Burst {
  return {
    ...mergeMembers(first, second),
    count: first.count + second.count,
    firstAt: Math.min(first.firstAt, second.firstAt),
    lastAt: Math.max(first.lastAt, second.lastAt),
    decisionIds: latest([...first.decisionIds, ...second.decisionIds]),
  };
}

/** The most frequent members of both; those of the first stay, so that what was told of stays known. */
export function mergeMembers(first: Members, second: Members): Members {
  const merged = new Map(first.members.map((member) => [nameOf(member), member]));
  let otherCount = first.otherCount + second.otherCount;
  for (const member of second.members) {
    const name = nameOf(member);
    const known = merged.get(name);
    if (known !== undefined) merged.set(name, { ...known, count: known.count + member.count });
    else if (merged.size < MOST_MEMBERS) merged.set(name, member);
    else otherCount += member.count;
  }
  return { members: [...merged.values()].sort((a, b) => b.count - a.count), otherCount };
}

/** Whether there is a kind of event that was not there before. Nothing is new about what is not told apart any more. */
export function hasNewMember(known: Members, burst: Members): boolean {
  const names = new Set(known.members.map(nameOf));
  return names.size < MOST_MEMBERS && burst.members.some((member) => !names.has(nameOf(member)));
}

/** The latest decisions. */
export function latest(decisionIds: readonly string[]): readonly string[] {
  return [...new Set(decisionIds)].slice(-MOST_DECISIONS);
}

function nameOf({ count: _, ...member }: AlertMember): string {
  return JSON.stringify(Object.values(member));
}
