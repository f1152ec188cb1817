import type { CallContext, Decision, OutputMode, RequestContext, SafeAI } from '@safeai/core';
import type { Protocol, Unscanned } from '@safeai/protocols';

/** How calls to providers are guarded: `proxy.guard`. */
export interface GuardSettings {
  /** Of answers that come as streams. */
  readonly mode: OutputMode;
  /** What nobody could look into is refused where its kind is in here, and passes, and is told, where it is not. */
  readonly refuses: ReadonlySet<Unscanned['why'] | 'encoded'>;
  /** How long a tool call may wait for a person before it is refused, in milliseconds; 0: not at all. */
  readonly approvalWaitMs: number;
}

/** One call to a provider: who makes it, in which format, under which rules. */
export interface GuardedCall {
  readonly safeai: SafeAI;
  readonly protocol: Protocol;
  readonly settings: GuardSettings;
  /** Of every decision on this call. */
  readonly context: Pick<
    RequestContext,
    'agentId' | 'tenantId' | 'sessionId' | 'dataTags' | 'model'
  >;
  readonly call: CallContext;
  /** Told of each decision on the call, once it is on record. */
  readonly onDecision?: ((boundary: GuardedBoundary, taken: TakenDecision) => void) | undefined;
  /** Of an approved tool call that the model is expected to make again. */
  readonly approvalRequestId?: string | undefined;
  /** Aborted when the caller is gone or the server stops: nobody waits for a person then. */
  readonly signal: AbortSignal;
}

/** Where the parts of a call are decided on: what is sent, tools, what comes back. */
export type GuardedBoundary = 'input' | 'action' | 'output';

/** A decision on a part of a call. */
export interface TakenDecision {
  readonly decision: Decision;
  /** What it waits for, or was let through by. */
  readonly approvalRequestId?: string | undefined;
  /** What was found, whatever became of it: each finding, or how often there was one of a type. */
  readonly detections: readonly { readonly type: string; readonly count?: number }[];
}

/** What the guard did to one direction of a call, for headers and records. */
export interface GuardReport {
  /** Of the decision on the content as a whole. */
  readonly decisionId: string;
  /** That decision, once it is taken: that on a stream at its end. */
  readonly decision?: Decision;
  /** How many values were replaced. */
  readonly redactions: number;
  /** How many places nobody could look into. */
  readonly unscanned: number;
}

/** The circumstances of an answer. The tags that a caller knows of are those of what it sends, not of what comes back. */
export function ofAnswer<Circumstances extends Pick<RequestContext, 'dataTags'>>(
  circumstances: Circumstances,
): Omit<Circumstances, 'dataTags'> {
  if (circumstances.dataTags === undefined) return circumstances;
  const { dataTags: _ofTheRequest, ...others } = circumstances;
  return others;
}
