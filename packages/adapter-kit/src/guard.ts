import type {
  AgentGuard,
  CallContext,
  GuardStructuredRequest,
  GuardStructuredResult,
  OpenOutputRequest,
  OutputStream,
} from '@safeai/core';

/**
 * What guards an agent: `new SafeAI()` in this program, or the client of a running gateway. What only the one in this
 * program can do is optional; where it is absent, answers are held back until they are whole.
 */
export interface Guard extends AgentGuard {
  /** Answers that come in pieces, guarded as they come. */
  readonly openOutput?: (request: OpenOutputRequest, call?: CallContext) => Promise<OutputStream>;
  /** All texts of an answer as one decision; absent, each is a decision of its own. */
  readonly guardStructured?: (
    request: GuardStructuredRequest,
    call?: CallContext,
  ) => Promise<GuardStructuredResult>;
}
