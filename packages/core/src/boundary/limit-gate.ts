import { SafeAIError } from '../errors.ts';
import type { CallLimit, CountedCall } from '../limits/call-limits.ts';
import { strictness } from '../policy/strictness.ts';
import type { LimitCount, Ports } from '../ports.ts';
import type { ApprovalJudged } from './approval-gate.ts';
import type { Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { parametersDigest, shortDigest, tenantDigest } from './digest.ts';
import { passes, type Outcome } from './outcome.ts';

/** A limit that a call is over. */
export interface Exceeded {
  readonly limit: CallLimit;
  /** Calls of the window that are let through, this one included. */
  readonly count: number;
  readonly reason: string;
}

/** What a judged call comes to, given the limits that it is over. */
type Conclude<J> = (exceeded: readonly Exceeded[]) => Promise<J>;

/**
 * Concludes the judgement of a tool call within the limits on calls. Of a window at most so many calls pass
 * without an approval, however many ask at once: the limits are looked at before an approval is asked for, and
 * a call that then passes takes its place; whoever finds it taken is judged again. What is refused after that
 * (its record cannot be made, another one begins the same operation) keeps the place.
 *
 * @throws SafeAIError `state_unavailable` where calls cannot be counted, unless the limit only flags
 */
export function withinLimits<J extends ApprovalJudged>(
  context: DecisionContext,
  facts: Facts,
  conclude: Conclude<J>,
): Promise<J> {
  const call = context.callLimits.isEmpty ? null : countedCall(context, facts);
  return call === null ? conclude([]) : withinCounts(new Counters(context, call), conclude);
}

async function withinCounts<J extends ApprovalJudged>(
  counters: Counters,
  conclude: Conclude<J>,
): Promise<J> {
  const before = await counters.exceeded();
  const judged = await conclude(before);
  if (!passes(judged.outcome.action)) return judged;
  let late: readonly Exceeded[];
  try {
    const known = new Set(before.map(({ limit }) => limit));
    late = (await counters.add()).filter(({ limit }) => !known.has(limit));
  } catch (error) {
    // What cannot be taken back stays used up; the first error counts.
    await Promise.allSettled([judged.takeBack?.()]);
    throw error;
  }
  if (late.length === 0) return judged;
  await judged.takeBack?.();
  return conclude([...before, ...late]);
}

/** The strictest of the limits that a call is over, or of those with some action; among equals the first. */
export function strictestOf(
  exceeded: readonly Exceeded[],
  action?: CallLimit['action'],
): Exceeded | null {
  let found: Exceeded | null = null;
  for (const one of exceeded) {
    if (action !== undefined && one.limit.action !== action) continue;
    if (found === null || strictness(one.limit.action) > strictness(found.limit.action)) {
      found = one;
    }
  }
  return found;
}

/** An outcome that a limit decided. */
export function limitOutcome({ limit, reason }: Exceeded): Outcome {
  const { action, policyName, reasonCode } = limit;
  return { action, reason, policyName, reasonCode };
}

/** What the record says of the limits that a call is over. */
export function limitDetail(exceeded: readonly Exceeded[]): Pick<ApprovalJudged, 'detail'> {
  const strictest = strictestOf(exceeded);
  if (strictest === null) return {};
  return { detail: { limit: strictest.limit.policyName, count: strictest.count } };
}

/** Tool calls alone are counted: neither their results nor messages. */
function countedCall({ ports }: DecisionContext, facts: Facts): CountedCall | null {
  const { boundary, direction, scope, toolName, parameters = null } = facts;
  if (boundary !== 'action' || direction !== 'request' || toolName === undefined) return null;
  const { tenantId, agentId, sessionId } = scope;
  return {
    tenantId,
    agentId,
    sessionId,
    toolName,
    parametersDigest: () => parametersDigest(ports.keys.key('digest'), tenantId, parameters),
  };
}

/** The counters of one call. */
class Counters {
  readonly #ports: Ports;
  readonly #call: CountedCall;
  readonly #limits: readonly { readonly limit: CallLimit; readonly key: string }[];

  constructor({ ports, callLimits }: DecisionContext, call: CountedCall) {
    this.#ports = ports;
    this.#call = call;
    const digestKey = ports.keys.key('digest');
    // Names of any length, and with whatever in them, are digests in keys.
    this.#limits = callLimits.of(call).map(({ limit, counted: { owner, name } }) => {
      const group = shortDigest(digestKey, call.tenantId, JSON.stringify(owner));
      const counter = tenantDigest(digestKey, call.tenantId, JSON.stringify(name));
      return { limit, key: `${limit.policyName}:${group}/${counter}` };
    });
  }

  /** The limits that one more call would be over. */
  exceeded(): Promise<readonly Exceeded[]> {
    return this.#over(async ({ limit, key }) => {
      const window = await this.#ports.limits.get(key);
      return (window === undefined ? 0 : pointsOf(window, limit)) + 1;
    });
  }

  /** Counts the call; the limits that it is over. Limits with the same counter count it once. */
  add(): Promise<readonly Exceeded[]> {
    const counted = new Map<string, Promise<LimitCount>>();
    return this.#over(async ({ limit, key }) => {
      const adding = counted.get(key) ?? this.#add(key, limit);
      counted.set(key, adding);
      return pointsOf(await adding, limit);
    });
  }

  async #add(key: string, { windowMs }: CallLimit): Promise<LimitCount> {
    return this.#ports.limits.add(key, 1, windowMs);
  }

  async #over(
    countOf: (one: { readonly limit: CallLimit; readonly key: string }) => Promise<number>,
  ): Promise<readonly Exceeded[]> {
    const over = await Promise.all(
      this.#limits.map(async (one): Promise<Exceeded | null> => {
        const { limit } = one;
        try {
          const count = await countOf(one);
          // What is no number is over every limit.
          if (count <= limit.calls) return null;
          return { limit, count, reason: limit.reason(count, this.#call) };
        } catch (cause) {
          if (limit.action === 'flag') return null;
          throw uncountable(cause);
        }
      }),
    );
    return over.filter((one) => one !== null);
  }
}

function pointsOf({ total, uncertain = 0 }: LimitCount, { countsUncertain }: CallLimit): number {
  return countsUncertain ? total : total - uncertain;
}

function uncountable(cause: unknown): SafeAIError {
  return new SafeAIError(
    'state_unavailable',
    'The calls of the tool cannot be counted, so that its limit cannot be kept. Nothing was decided; try again.',
    { cause },
  );
}
