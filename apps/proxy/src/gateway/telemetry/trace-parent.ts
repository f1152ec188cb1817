import type { SpanContext } from '@opentelemetry/api';
import { readTraceparent } from '../../edge/trace.ts';

/** The span that a header names; undefined for anything else. Of its flags only whether it is kept counts. */
export function parentOf(header: string | string[] | undefined): SpanContext | undefined {
  const parent = readTraceparent(header);
  if (parent === undefined) return undefined;
  const { traceId, spanId, flags } = parent;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 };
}

/** The header that names a span. */
export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${String(traceFlags & 1)}`;
}
