import { SafeAIError, type Decision, type JsonValue } from '@safeai/core';

/** It goes on, with this value and not with the one that was judged. */
export interface GoOn<T> {
  readonly kind: 'go';
  readonly value: T;
  /** Something of it was replaced or taken out. */
  readonly isChanged: boolean;
  /** Null where there is none: the guard is out of reach and the fail mode is `open`. */
  readonly decision: Decision | null;
}

/** It does not go on. */
export interface Withheld {
  readonly kind: 'withheld';
  /** For the model or the user to read: it holds nothing that was found. */
  readonly text: string;
  /** Null where the content cannot be judged: too large, nested too deep, no JSON. */
  readonly decision: Decision | null;
}

/** It waits for a person. It has not run. */
export interface Pending {
  readonly kind: 'pending';
  /** For the model or the user to read. */
  readonly text: string;
  readonly approvalRequestId: string;
  readonly decision: Decision;
}

/** What becomes of content at input and output. */
export type Verdict<T = JsonValue> = GoOn<T> | Withheld;

/** What becomes of a tool call before it runs. */
export type CallVerdict<T> = Verdict<T> | Pending;

/**
 * What did not go on, for those who want an exception (`onBlock: 'throw'`). Codes `safeai_blocked` and
 * `safeai_pending_approval`.
 */
export class WithheldError extends SafeAIError {
  override readonly name = 'WithheldError';
  readonly decision: Decision | null;
  readonly approvalRequestId: string | undefined;

  constructor(verdict: Withheld | Pending) {
    const isPending = verdict.kind === 'pending';
    super(isPending ? 'safeai_pending_approval' : 'safeai_blocked', verdict.text);
    this.decision = verdict.decision;
    this.approvalRequestId = isPending ? verdict.approvalRequestId : undefined;
  }
}

/** What goes on, and whether it is what was judged. */
export function goOn<T>(before: T, value: T, decision: Decision | null): GoOn<T> {
  return { kind: 'go', value, isChanged: !same(before, value), decision };
}

/** A gateway gives copies: what is equal is the same. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
