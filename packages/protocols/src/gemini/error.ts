import type { JsonObject } from '@safeai/core';
import type { ProtocolError } from '../model.ts';

/** The provider's own words for statuses. */
const STATUSES: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [429, 'RESOURCE_EXHAUSTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
]);

/** An error as the official client shows it: the status, and the body as its message, with the code as `reason`. */
export function errorBody({ status, code, message, requestId }: ProtocolError): JsonObject {
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: code,
    domain: 'safeai',
    ...(requestId !== undefined && { metadata: { request_id: requestId } }),
  };
  return {
    error: {
      code: status,
      message,
      status: STATUSES.get(status) ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT'),
      details: [info],
    },
  };
}
