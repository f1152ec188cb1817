import { SafeAIError, type ErrorCode } from '@safeai/core';
import type { Protocol } from '@safeai/protocols';
import { problemOf } from '../../http/problem.ts';
import type { Reply } from '../../http/reply.ts';
import { Refusal } from '../guard/refusal.ts';
import { UpstreamError } from '../upstreams/upstream-error.ts';

/** What an error answer on a provider route says besides the error. */
export interface EnvelopeContext {
  readonly protocol: Protocol;
  readonly requestId: string;
  /** The route's path. */
  readonly instance: string;
}

/** Most single problems that a message lists: envelopes have one text for all of them. */
const LISTED = 3;

/** Codes under 500 after which the same request may do better: clients are let repeat it. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'request_timeout']);

/**
 * Anything that went wrong as the provider tells its errors, with our code. Clients of providers repeat some statuses
 * by themselves: `x-should-retry: false` says where that makes no sense, `retry-after` when it does.
 */
export function envelopeReply(error: unknown, context: EnvelopeContext): Reply {
  const { protocol, requestId, instance } = context;
  const { problem, headers } = problemOf(error, { instance, requestId });
  const { status, code, detail } = problem;
  const listed = (problem.errors ?? []).slice(0, LISTED);
  const details = listed.map(({ path, message }) => `${path}: ${message}`);
  // What has details in problem+json says the first of them in its text already.
  const message = listed.length > 1 ? `${detail} ${details.slice(1).join('; ')}` : detail;
  return {
    status,
    mediaType: 'application/json',
    body: protocol.error({ status, code, message, requestId }),
    headers: {
      'x-safeai-code': code,
      ...(isFinal(status, code as ErrorCode) ? { 'x-should-retry': 'false' } : {}),
      ...waitOf(error),
      ...headers,
      ...refusalHeaders(error),
    },
  };
}

/** Whether an answer says that something was not let through. */
export function isRefusal(error: unknown): error is SafeAIError {
  return SafeAIError.isInstance(error) && REFUSALS.has(error.code);
}

const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'safeai_blocked',
  'safeai_pending_approval',
  'unscanned_content',
]);

/** Of a refusal: which decision it was, and what a person may decide on. */
export function refusalHeaders(error: unknown): Record<string, string> {
  if (!(error instanceof Refusal)) return {};
  const { decision, approvalRequestId } = error;
  return {
    'x-safeai-decision-id': decision.decisionId,
    ...(approvalRequestId === undefined ? {} : { 'x-safeai-approval-id': approvalRequestId }),
  };
}

/** An upstream's own 4xx under our code stays the upstream's to judge. */
function isFinal(status: number, code: ErrorCode): boolean {
  return status < 500 && !PASSING.has(code) && code !== 'upstream_error';
}

function waitOf(error: unknown): Record<string, string> {
  if (!(error instanceof UpstreamError) || error.retryAfterSeconds === undefined) return {};
  return { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfterSeconds))) };
}
