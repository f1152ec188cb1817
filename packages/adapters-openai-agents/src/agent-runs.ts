import type { CallVerdict, GuardedAgent } from '@safeai/adapter-kit';
import type { JsonObject } from '@safeai/core';

/** Most texts that are remembered as judged. */
const MOST_TEXTS = 1000;

/** A call as the SDK makes it. */
export interface MadeCall {
  readonly toolName: string;
  readonly toolCallId: string | undefined;
  readonly parameters: JsonObject;
}

/** What is known of a call that has not run. `paused`: a person is asked, by the SDK. */
export type CallState = CallVerdict<JsonObject> | { readonly kind: 'paused' };

/** What the tools, the model and the guardrails of one agent know of its runs. */
export class AgentRuns {
  /** Tools under guard. */
  readonly guarded = new Set<string>();
  /** By the context of the run, which each step of a call is given. */
  readonly #calls = new WeakMap<object, Map<string, CallState>>();
  /** Answers that were judged as answers. */
  readonly #texts = new Set<string>();

  keep(run: object, call: MadeCall, state: CallState): void {
    const calls = this.#calls.get(run) ?? new Map<string, CallState>();
    this.#calls.set(run, calls);
    calls.set(keyOf(call), state);
  }

  /** Of exactly this call; once. */
  take(run: object, call: MadeCall): CallState | undefined {
    const calls = this.#calls.get(run);
    const state = calls?.get(keyOf(call));
    calls?.delete(keyOf(call));
    return state;
  }

  /** JSON stands for the same JSON, however it is written. */
  keepAnswer(text: string): void {
    for (const form of [text, normalised(text)]) {
      this.#texts.delete(form);
      this.#texts.add(form);
    }
    for (const oldest of this.#texts) {
      if (this.#texts.size <= MOST_TEXTS) break;
      this.#texts.delete(oldest);
    }
  }

  isAnswer(text: string): boolean {
    return this.#texts.has(text);
  }
}

const runs = new WeakMap<GuardedAgent, AgentRuns>();

export function runsOf(agent: GuardedAgent): AgentRuns {
  const known = runs.get(agent) ?? new AgentRuns();
  runs.set(agent, known);
  return known;
}

function keyOf({ toolName, toolCallId, parameters }: MadeCall): string {
  return JSON.stringify([toolName, toolCallId ?? null, parameters]);
}

function normalised(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
