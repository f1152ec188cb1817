import type { Decision, OutputMode } from '@safeai/core';
import type { Guard } from './guard.ts';
import type { GuardOutageError } from './outage.ts';
import type { Pending } from './verdict.ts';

/** Who acts, in which conversation. */
export interface Circumstances {
  readonly agentId?: string;
  readonly tenantId?: string;
  /** Of the conversation. With it, a tool call is an operation that happens at most once. */
  readonly sessionId?: string;
  /** Tags that the program knows of. They can make a decision stricter, never milder. */
  readonly dataTags?: readonly string[];
  readonly model?: string;
}

/** Where a decision was taken. */
export type GuardedStep = 'input' | 'tool_request' | 'tool_response' | 'output';

interface Settings extends Circumstances {
  readonly guard: Guard;
  /** How long a tool call waits for a person, in milliseconds, before the model is told that it waits; 0 if absent. */
  readonly approvalWaitMs?: number;
  /**
   * How answers that come in pieces are guarded; `buffer` if absent. `window` and `audit` need a guard in this program where they
   * are to change what goes on at once; with a client, `window` is `buffer`.
   */
  readonly mode?: OutputMode;
  /** What is withheld is an answer that says so (`text`, if absent), or a `WithheldError`. */
  readonly onBlock?: 'text' | 'throw';
  /** Told of each decision, once it is taken. */
  readonly onDecision?: (step: GuardedStep, decision: Decision) => void;
  /** Told of each call that waits for a person. */
  readonly onPending?: (pending: Pending, call: { readonly toolName: string }) => void;
}

/** How an adapter guards. */
export type AdapterOptions = Settings &
  (
    | {
        /** An outage of the guard ends the run: nothing goes on. This is so if absent. */
        readonly failMode?: 'closed';
        readonly onOutage?: (outage: GuardOutageError) => void;
      }
    | {
        /** While the guard is out of reach everything goes on as it is, unguarded and on no record. */
        readonly failMode: 'open';
        /** Told of each step that went on unguarded. */
        readonly onOutage: (outage: GuardOutageError) => void;
      }
  );
