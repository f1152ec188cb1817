import { SecretError, toSecretError, type SecretFailure } from '../secret-error.ts';

interface Meaning {
  readonly reason: SecretFailure;
  /** What is wrong and what to do, as the end of a sentence that begins with the service. */
  readonly message: string;
}

const NO_CREDENTIALS: Meaning = {
  reason: 'unauthenticated',
  message: 'cannot be asked without credentials; set them as for any AWS program',
};
const WRONG_CREDENTIALS: Meaning = {
  reason: 'unauthenticated',
  message: 'refuses the credentials: they are wrong, have expired, or the clock is wrong',
};
const DENIED: Meaning = {
  reason: 'denied',
  message: 'denies access; allow secretsmanager:GetSecretValue on this secret',
};
const TOO_OFTEN: Meaning = {
  reason: 'rate_limited',
  message: 'was asked too often; raise secrets.cache_ttl',
};
const DOWN: Meaning = { reason: 'unavailable', message: 'does not serve now; try again' };
const NO_DECRYPTION: Meaning = {
  reason: 'denied',
  message: 'cannot decrypt the secret; allow kms:Decrypt on its key',
};

/** By the names of the service's errors and of the SDK's. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  AccessDeniedException: DENIED,
  AccessDenied: DENIED,
  DecryptionFailure: NO_DECRYPTION,
  CredentialsProviderError: NO_CREDENTIALS,
  TokenProviderError: NO_CREDENTIALS,
  UnrecognizedClientException: WRONG_CREDENTIALS,
  InvalidClientTokenId: WRONG_CREDENTIALS,
  InvalidAccessKeyId: WRONG_CREDENTIALS,
  InvalidSignatureException: WRONG_CREDENTIALS,
  SignatureDoesNotMatch: WRONG_CREDENTIALS,
  IncompleteSignature: WRONG_CREDENTIALS,
  MissingAuthenticationToken: WRONG_CREDENTIALS,
  ExpiredTokenException: WRONG_CREDENTIALS,
  ExpiredToken: WRONG_CREDENTIALS,
  AuthFailure: WRONG_CREDENTIALS,
  OptInRequired: DENIED,
  ThrottlingException: TOO_OFTEN,
  Throttling: TOO_OFTEN,
  TooManyRequestsException: TOO_OFTEN,
  RequestLimitExceeded: TOO_OFTEN,
  InternalServiceError: DOWN,
  InternalServiceErrorException: DOWN,
  ServiceUnavailable: DOWN,
  ServiceUnavailableException: DOWN,
  ResourceNotFoundException: {
    reason: 'missing',
    message:
      'has no such secret, or no such version of it; check the name, the region and ?version=',
  },
  InvalidRequestException: {
    reason: 'deleted',
    message:
      'does not give the secret: it is marked for deletion; restore it, or change the reference',
  },
  InvalidParameterException: {
    reason: 'misconfigured',
    message: 'takes no such name or version; check the reference',
  },
  ValidationException: {
    reason: 'misconfigured',
    message: 'takes no such name or version; check the reference',
  },
  TimeoutError: {
    reason: 'unreachable',
    message: 'cannot be reached: no answer; check the network',
  },
};

/** What the SDK threw, as an error that may be shown: of its own words nothing is. */
export function awsError(error: unknown, who: string): SecretError {
  if (error instanceof SecretError) return error;
  const { name, code, $metadata } = (error ?? {}) as Record<string, unknown>;
  const known =
    typeof name === 'string' && Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
  const status = ($metadata as { httpStatusCode?: unknown } | undefined)?.httpStatusCode;
  const meaning = known ?? byStatus(typeof code === 'string' ? undefined : status);
  if (meaning === undefined) return toSecretError(error, who);
  return new SecretError(meaning.reason, `${who} ${meaning.message}`);
}

function byStatus(status: unknown): Meaning | undefined {
  if (status === 429) return TOO_OFTEN;
  if (status === 401) return WRONG_CREDENTIALS;
  if (status === 403) return DENIED;
  return typeof status === 'number' && status >= 500 ? DOWN : undefined;
}
