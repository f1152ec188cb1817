import type { Decision } from '@safeai/core';

/** Most calls that are remembered. */
const MOST = 4096;

/** A tool call that was let through. */
interface MadeCall {
  readonly toolName: string;
  /** Null once what it answered is on record. */
  decision: Decision | null;
}

/** Tool calls that were let through: a request brings what they answered, and may not say whose answer it is. */
export class MadeCalls {
  readonly #calls = new Map<string, MadeCall>();

  add(toolName: string, toolCallId: string | undefined, decision: Decision | null): void {
    if (toolCallId === undefined) return;
    this.#calls.set(toolCallId, { toolName, decision });
    for (const oldest of this.#calls.keys()) {
      if (this.#calls.size <= MOST) break;
      this.#calls.delete(oldest);
    }
  }

  nameOf(toolCallId: string | undefined): string | undefined {
    return toolCallId === undefined ? undefined : this.#calls.get(toolCallId)?.toolName;
  }

  /** The decision that let a call through; once. */
  take(toolName: string, toolCallId: string | undefined): Decision | undefined {
    const call = toolCallId === undefined ? undefined : this.#calls.get(toolCallId);
    if (call?.toolName !== toolName) return undefined;
    const { decision } = call;
    call.decision = null;
    return decision ?? undefined;
  }
}
