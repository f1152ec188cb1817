import type { JsonObject } from '@safeai/core';
import type { ProtocolError } from '../model.ts';

/** The provider's own words for statuses. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
]);

/** An error as the official client's classes show it: `message`, `type`, and the code as `errorCode`. */
export function errorBody({ status, code, message, requestId }: ProtocolError): JsonObject {
  return {
    type: 'error',
    error: {
      type: TYPES.get(status) ?? (status >= 500 ? 'api_error' : 'invalid_request_error'),
      message,
      details: { error_code: code },
    },
    ...(requestId !== undefined && { request_id: requestId }),
  };
}
