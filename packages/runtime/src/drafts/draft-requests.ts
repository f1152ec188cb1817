import type {
  AuditLine,
  ErrorCode,
  ErrorDetail,
  PolicyContext,
  PolicyEngineOptions,
  PolicyFinding,
  PolicyJudgement,
  ReplayResult,
} from '@safeai/core';
import type { PolicyCheck } from './check-policy.ts';

/** What the thread is asked, one at a time. All of it is data. */
export type DraftRequest =
  | {
      readonly kind: 'check';
      readonly draft: string;
      /** In force. */
      readonly now: PolicyEngineOptions;
    }
  | {
      readonly kind: 'explain';
      readonly draft: string;
      readonly given: PolicyContext;
      readonly declaredTags: readonly string[];
    }
  /** Begins a replay; the one before is forgotten. */
  | { readonly kind: 'replay'; readonly draft: string; readonly now: PolicyEngineOptions }
  /** Replays more records. */
  | { readonly kind: 'records'; readonly records: readonly AuditLine[] }
  /** Ends the replay. */
  | { readonly kind: 'replayed' };

/** What a draft would have changed in the records that were replayed. */
export interface ReplayedDraft extends ReplayResult {
  readonly revision: string;
  readonly revisionNow: string;
  readonly lint: readonly PolicyFinding[];
}

/** What is answered to each. */
export interface DraftAnswers {
  readonly check: PolicyCheck;
  readonly explain: PolicyJudgement;
  readonly replay: null;
  readonly records: null;
  readonly replayed: ReplayedDraft;
}

/** A message of the thread: first that it has begun, then one for each request. */
export type DraftReply =
  | { readonly is: 'ready' }
  | { readonly is: 'answer'; readonly answer: DraftAnswers[keyof DraftAnswers] }
  | {
      readonly is: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: readonly ErrorDetail[];
    };
