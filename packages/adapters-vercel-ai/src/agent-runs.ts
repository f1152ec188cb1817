import { digestOf, jsonOf, type CallVerdict, type GuardedAgent } from '@safeai/adapter-kit';
import type { JsonObject } from '@safeai/core';

/** Most verdicts and outages that are kept for the step that is to ask for them. */
const MOST_KEPT = 1000;

/** What the tools and the middleware of one agent know of its runs. */
export class AgentRuns {
  /** Tools under guard. */
  readonly guarded = new Set<string>();
  /** Taken where the SDK asks whether a call needs approval, used where it runs it. */
  readonly #verdicts = new Map<string, CallVerdict<JsonObject>>();
  readonly #outages = new Map<string, Error>();

  async keepVerdict(call: MadeCall, verdict: CallVerdict<JsonObject>): Promise<void> {
    keep(this.#verdicts, await keyOf(call), verdict);
  }

  /** Of exactly this call; once. */
  async takeVerdict(call: MadeCall): Promise<CallVerdict<JsonObject> | undefined> {
    const key = await keyOf(call);
    const verdict = this.#verdicts.get(key);
    this.#verdicts.delete(key);
    return verdict;
  }

  /** The SDK takes what a tool throws for its answer: the next step of the same run is where it can be ended. */
  keepOutage(toolCallId: string, outage: Error): void {
    keep(this.#outages, toolCallId, outage);
  }

  outageOf(toolCallId: string): Error | undefined {
    return this.#outages.get(toolCallId);
  }
}

/** A call as the SDK makes it. */
export interface MadeCall {
  readonly toolName: string;
  readonly toolCallId: string;
  readonly input: unknown;
}

const runs = new WeakMap<GuardedAgent, AgentRuns>();

export function runsOf(agent: GuardedAgent): AgentRuns {
  const known = runs.get(agent) ?? new AgentRuns();
  runs.set(agent, known);
  return known;
}

function keyOf({ toolName, toolCallId, input }: MadeCall): Promise<string> {
  return digestOf([toolName, toolCallId, jsonOf(input) ?? null]);
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= MOST_KEPT) break;
    map.delete(oldest);
  }
}
