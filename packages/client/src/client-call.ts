import { InvalidRequestError, type CallContext } from '@safeai/core';
import type { RouteCall } from './routes/route-caller.ts';

/** What a program knows of a call. Of a {@link CallContext}, `requestId` alone is told to the server. */
export interface ClientCall extends CallContext {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For the whole call, in the place of the client's limits. Milliseconds. */
  readonly timeoutMs?: number;
  /** The W3C trace context that the call belongs to. */
  readonly traceparent?: string;
}

/**
 * A call as its route takes it.
 *
 * @throws InvalidRequestError for a principal: a server tells who asks by what proves it
 */
export function routeCallOf(call: ClientCall = {}): Omit<RouteCall, 'params' | 'query' | 'body'> {
  const { principal, requestId, traceparent, signal, timeoutMs } = call;
  if (principal !== undefined) {
    throw new InvalidRequestError(
      'A client cannot say who asks by a principal: give it a key, or a user and a tenant.',
    );
  }
  const headers = {
    ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  return {
    headers,
    ...(signal === undefined ? {} : { signal }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}
