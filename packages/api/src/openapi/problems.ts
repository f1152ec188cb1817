import { ERROR_CATALOGUE, type ErrorCode } from '@safeai/core';
import type { ResponseObject, ResponsesObject } from 'openapi3-ts/oas31';
import type { RouteDescription } from '../routes/route.ts';
import { PROBLEM_MEDIA_TYPE } from '../schema/problem.ts';

const EVERY_ROUTE: readonly ErrorCode[] = [
  'foreign_host',
  'foreign_origin',
  'method_not_allowed',
  'invalid_request',
  'rate_limited',
  'internal_error',
];
const PROTECTED_ROUTES: readonly ErrorCode[] = ['unauthenticated', 'forbidden'];
const ROUTES_WITH_BODY: readonly ErrorCode[] = [
  'malformed_json',
  'request_timeout',
  'conflict',
  'payload_too_large',
  'unsupported_media_type',
  'limit_exceeded',
];
const ROUTES_WITH_NAMES: readonly ErrorCode[] = ['not_found'];
const DECIDING_ROUTES: readonly ErrorCode[] = ['audit_unavailable', 'state_unavailable'];

/** The error answers of a route, one for each status, with the codes it can carry. */
export function problemResponses(route: RouteDescription, isPublic: boolean): ResponsesObject {
  const codes = new Set<ErrorCode>([
    ...EVERY_ROUTE,
    ...(isPublic ? [] : PROTECTED_ROUTES),
    ...(route.params === undefined ? [] : ROUTES_WITH_NAMES),
    ...(route.body === undefined ? [] : ROUTES_WITH_BODY),
    ...(route.method === 'GET' ? [] : DECIDING_ROUTES),
    ...route.errors,
  ]);
  const byStatus: Partial<Record<string, ErrorCode[]>> = {};
  for (const code of codes) (byStatus[ERROR_CATALOGUE[code].status] ??= []).push(code);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group = []]) => [status, problemResponse(group)]),
  );
}

function problemResponse(codes: readonly ErrorCode[]): ResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${ERROR_CATALOGUE[code].title}.`).join(' '),
    content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
