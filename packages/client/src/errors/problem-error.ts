import { SafeAIError, type ErrorCode, type ErrorDetail } from '@safeai/core';

/** What is known of a refusal beside its code and its message. */
export interface ProblemFacts {
  /** The status of the answer. */
  readonly status: number;
  readonly requestId: string | null;
  readonly errors: readonly ErrorDetail[];
  /** When to ask again, in milliseconds from now; null where the answer does not say it. */
  readonly retryAfterMs: number | null;
  /** Not SafeAI refused but something before it, such as a proxy. False if absent. */
  readonly isForeign?: boolean;
}

/**
 * SafeAI refused a request, and said why (RFC 9457). `code` is the server's: one of the catalogue, or one that a newer
 * server knows.
 */
export class ProblemError extends SafeAIError {
  override readonly name = 'ProblemError';
  /** For logs and for those who run the server. */
  readonly requestId: string | null;
  /** When to ask again, in milliseconds from the answer; null where it does not say it. */
  readonly retryAfterMs: number | null;
  /** Not SafeAI refused but something before it, such as a proxy; the code is told by the status then. */
  readonly isForeign: boolean;
  readonly #status: number;

  constructor(code: string, message: string, facts: ProblemFacts) {
    super(code as ErrorCode, message, { details: facts.errors });
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
    this.isForeign = facts.isForeign ?? false;
    this.#status = facts.status;
  }

  /** The status of the answer. */
  override get status(): number {
    return this.#status;
  }

  /** Every problem with its place. */
  get errors(): readonly ErrorDetail[] {
    return this.details;
  }
}
