import { formatDuration } from '../duration.ts';
import { compileGlob } from '../glob.ts';
import type { JsonValue } from '../json.ts';
import { compileToolGlob, namesForGlobs, toolNames } from '../tool-name.ts';
import type { CallLimitRules, LimitAction, LoopLimit, ToolLimit } from './call-limit-rules.ts';
import { checkCallLimits } from './check-rules.ts';

const DEFAULT_TOOL_WINDOW_MS = 60_000;
const DEFAULT_LOOP_WINDOW_MS = 10 * 60_000;

/** A tool call, as far as limits look at it. */
export interface CountedCall {
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly toolName: string;
  /** Of the parameters that the tool would get. */
  readonly parametersDigest: () => string;
}

/** Which counter a call has: the same for calls for which this is the same. */
export interface Counted {
  /** Whose counters crowd each other out where there are too many. */
  readonly owner: readonly JsonValue[];
  readonly name: readonly JsonValue[];
}

/** A limit on tool calls, compiled. */
export interface CallLimit {
  /** Named as the deciding policy. */
  readonly policyName: 'tool-limit' | 'loop-detector';
  readonly reasonCode: 'tool_limit' | 'loop';
  /** Most calls that a window lets through. */
  readonly calls: number;
  readonly windowMs: number;
  readonly action: LimitAction;
  /** Whether calls count that may have been another's, where the store had to lose count. */
  readonly countsUncertain: boolean;
  /** The counter of a call. `null` where the limit does not hold. */
  readonly counted: (call: CountedCall) => Counted | null;
  /** Why a call is over the limit. @param count of the calls let through, this one included */
  readonly reason: (count: number, call: CountedCall) => string;
}

/** The limits on tool calls of an installation. */
export class CallLimits {
  readonly #limits: readonly CallLimit[];

  /** @throws SafeAIError `invalid_config` with a detail for everything that is wrong */
  constructor(rules: CallLimitRules = {}) {
    checkCallLimits(rules);
    const { tools = [], loops } = rules;
    this.#limits = [...tools.map(toolLimit), ...(loops === undefined ? [] : [loopLimit(loops)])];
  }

  /** Those that hold for a call, each with what it counts, in the order of the rules. */
  of(call: CountedCall): { readonly limit: CallLimit; readonly counted: Counted }[] {
    return this.#limits.flatMap((limit) => {
      const counted = limit.counted(call);
      return counted === null ? [] : [{ limit, counted }];
    });
  }

  /** Nothing is counted at all. */
  get isEmpty(): boolean {
    return this.#limits.length === 0;
  }
}

function toolLimit(rule: ToolLimit): CallLimit {
  const { tool, agents, calls, windowMs = DEFAULT_TOOL_WINDOW_MS, per = 'agent' } = rule;
  const isTool = compileToolGlob(tool);
  const agentGlobs = agents?.map(compileGlob);
  const isAgent = (agentId: string | null): boolean =>
    agentGlobs === undefined ||
    (agentId !== null && agentGlobs.some((isMatching) => isMatching(agentId)));
  // Without `calls` and `action`: those may change while a window runs, and steps of one limit share a counter.
  const name = [tool.toLowerCase(), agents ?? null, windowMs, per];
  return {
    policyName: 'tool-limit',
    reasonCode: 'tool_limit',
    calls,
    windowMs,
    action: rule.action ?? 'block',
    countsUncertain: true,
    counted: (call) => {
      if (!isAgent(call.agentId) || !namesForGlobs(call.toolName).some(isTool)) return null;
      return { owner: ownerOf(call, per), name: [...name, ...sharers(call, per)] };
    },
    reason: (count) =>
      `Too many calls of ${tool} (${String(count)} in ${formatDuration(windowMs)})`,
  };
}

function loopLimit({
  repeats,
  windowMs = DEFAULT_LOOP_WINDOW_MS,
  action = 'flag',
}: LoopLimit): CallLimit {
  return {
    policyName: 'loop-detector',
    reasonCode: 'loop',
    calls: repeats - 1,
    windowMs,
    action,
    // Another parameter makes another window: a store that is full of them says nothing of a loop.
    countsUncertain: false,
    counted: (call) => ({
      owner: ownerOf(call, 'session'),
      name: [
        'loop',
        windowMs,
        ...sharers(call, 'session'),
        toolNames(call.toolName)[0] ?? '',
        call.parametersDigest(),
      ],
    }),
    reason: (count, { sessionId }) =>
      `The same call for the ${ordinal(count)} time${sessionId === null ? '' : ' in this session'}`,
  };
}

/** Callers choose their sessions, so that the sessions of one agent are of one owner. */
function ownerOf(call: CountedCall, per: NonNullable<ToolLimit['per']>): string[] {
  return sharers(call, per === 'session' ? 'agent' : per);
}

/** Whose calls count together. */
function sharers(
  { tenantId, agentId, sessionId }: CountedCall,
  per: NonNullable<ToolLimit['per']>,
): string[] {
  switch (per) {
    case 'tenant':
      return [tenantId];
    case 'agent':
      return [tenantId, agentId ?? ''];
    case 'session':
      return [tenantId, agentId ?? '', sessionId ?? ''];
  }
}

function ordinal(n: number): string {
  const suffix = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${String(n)}${suffix}`;
}
