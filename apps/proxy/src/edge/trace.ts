import { randomBytes } from 'node:crypto';

/** W3C Trace Context, version 00: trace id, the caller's span, flags. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span that a `traceparent` names, in lower-case hex. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: string;
}

/** Reads a `traceparent`; undefined where there is no valid one. */
export function readTraceparent(header: string | string[] | undefined): TraceParent | undefined {
  if (typeof header !== 'string') return undefined;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, flags };
}

/**
 * Continues the caller's trace with a span of our own.
 *
 * @returns the `traceparent` to answer and forward with, nothing where the caller sent no valid one
 */
export function continueTrace(header: string | string[] | undefined): string | undefined {
  const parent = readTraceparent(header);
  if (parent === undefined) return undefined;
  return `00-${parent.traceId}-${randomBytes(8).toString('hex')}-${parent.flags}`;
}
