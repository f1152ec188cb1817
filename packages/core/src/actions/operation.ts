/** How an allowed action ended. `unknown` is not the end: a person or the agent has yet to settle it. */
export type ActionOutcome = 'succeeded' | 'failed' | 'unknown';

/** One intended effect, named by its caller so that it happens at most once. */
export interface Operation {
  readonly tenantId: string;
  /** The caller's name for it; unique in the tenant. */
  readonly operationId: string;
  /** Of the exact action: two with one name and different digests are different effects. */
  readonly digest: string;
  /** The decision that let it begin. */
  readonly decisionId: string;
  readonly agentId: string | null;
  readonly toolName: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Null until someone reports it. */
  readonly outcome: ActionOutcome | null;
}

/** What was reported of an action. */
export interface OutcomeReport {
  readonly tenantId: string;
  readonly decisionId: string;
  readonly outcome: ActionOutcome;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What a report came to: `settled` now, `same` as before, or in `conflict` with what is settled. */
export interface ReportResult {
  readonly result: 'settled' | 'same' | 'conflict';
  /** The outcome now on record. */
  readonly outcome: ActionOutcome;
  /** The operation of that decision, if it had one. */
  readonly operationId: string | null;
}
