import { SafeAIError } from '@safeai/core';
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

/** Codes of failures that another attempt may not have. A connection that fails has none. */
const PASSING: ReadonlySet<unknown> = new Set([
  undefined,
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

/** Any failure. Of the issuer's answer, which may hold a token, nothing is told but the standard's word for it. */
export function failureOf(error: unknown): SafeAIError {
  if (error instanceof AuthorizationResponseError) {
    return failed(`was refused by the issuer${word(error.error)}`);
  }
  if (error instanceof ResponseBodyError && error.error === 'invalid_grant') {
    return failed('was refused by the issuer (invalid_grant)');
  }
  if (error instanceof ClientError && !PASSING.has(error.code)) {
    return failed('ended with tokens that do not hold');
  }
  return new SafeAIError(
    'issuer_unavailable',
    `The issuer (auth.oidc.issuer) cannot be reached, or refuses this client${word(refusalOf(error))}. Begin again later.`,
  );
}

/** Why the issuer refuses this client: told in the body, or in the header of a 401. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof ResponseBodyError) return error.error;
  if (!(error instanceof WWWAuthenticateChallengeError)) return undefined;
  return error.cause.map(({ parameters }) => parameters.error).find((said) => said !== undefined);
}

/** An error of RFC 6749 or OpenID Connect, in brackets. */
function word(error: string | undefined): string {
  return error !== undefined && /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : '';
}

/** Why nobody is signed in. */
export function failed(how: string): SafeAIError {
  return new SafeAIError('unauthenticated', `The sign-in ${how}.`);
}
