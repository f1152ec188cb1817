import { randomBytes } from 'node:crypto';

/** W3C Trace Context, version 00: trace id, the caller's span, flags. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

/**
 * Continues the caller's trace with a span of our own.
 *
 * @returns the `traceparent` to answer and forward with, nothing where the caller sent no valid one
 */
export function continueTrace(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  const [, trace, span, flags] = TRACEPARENT.exec(header) ?? [];
  if (trace === undefined || span === undefined || flags === undefined) return undefined;
  if (trace === NO_TRACE || span === NO_SPAN) return undefined;
  return `00-${trace}-${randomBytes(8).toString('hex')}-${flags}`;
}
