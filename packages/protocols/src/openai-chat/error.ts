import type { JsonObject } from '@safeai/core';
import type { ProtocolError } from '../model.ts';

/** An error as the official client's classes show it: `message`, `code`, `type`. */
export function errorBody({ status, code, message }: ProtocolError): JsonObject {
  return { error: { message, type: typeOf(status), param: null, code } };
}

function typeOf(status: number): string {
  if (status >= 500) return 'server_error';
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return 'invalid_request_error';
}
