import type { Decision } from '@safeai/core';

/** Most calls that are waited for. */
const MOST = 4096;

/** Tool calls that were let through, until a request brings what they answered. */
export class MadeCalls {
  readonly #decisions = new Map<string, Decision>();

  add(toolName: string, toolCallId: string | undefined, decision: Decision | null): void {
    if (toolCallId === undefined || decision === null) return;
    this.#decisions.set(keyOf(toolName, toolCallId), decision);
    for (const oldest of this.#decisions.keys()) {
      if (this.#decisions.size <= MOST) break;
      this.#decisions.delete(oldest);
    }
  }

  /** The decision that let a call through; once. */
  take(toolName: string, toolCallId: string | undefined): Decision | undefined {
    if (toolCallId === undefined) return undefined;
    const key = keyOf(toolName, toolCallId);
    const decision = this.#decisions.get(key);
    this.#decisions.delete(key);
    return decision;
  }
}

function keyOf(toolName: string, toolCallId: string): string {
  return JSON.stringify([toolName, toolCallId]);
}
