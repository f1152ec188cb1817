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
/** Said by status alone. */
const FORBIDDEN: Meaning = {
  reason: 'denied',
  message:
    'denies access; check the credentials, and allow secretsmanager:GetSecretValue on this secret',
};
const NO_ANSWER: Meaning = {
  reason: 'unreachable',
  message: 'cannot be reached; check the region, the endpoint and the network',
};
const NO_JSON: Meaning = {
  reason: 'malformed',
  message: 'answered with something that is no JSON; check the endpoint, and what stands between',
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
  TimeoutError: NO_ANSWER,
};

/** What the SDK threw, as an error that may be shown: of its own words nothing is. */
export function awsError(error: unknown, who: string): SecretError {
  if (error instanceof SecretError) return error;
  const { name, code, $metadata } = (error ?? {}) as Record<string, unknown>;
  const known =
    typeof name === 'string' && Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
  // What has a code of its own comes from the connection.
  const sent = typeof code === 'string' ? undefined : ($metadata as Metadata | undefined);
  const meaning = known ?? (sent === undefined ? undefined : byAnswer(sent, name));
  if (meaning === undefined) return toSecretError(error, who);
  return new SecretError(meaning.reason, `${who} ${meaning.message}`);
}

/** What the SDK knows of the answer. */
interface Metadata {
  /** Absent where there was none. */
  readonly httpStatusCode?: number;
}

function byAnswer({ httpStatusCode: status }: Metadata, name: unknown): Meaning | undefined {
  if (status === undefined) return NO_ANSWER;
  if (status === 429) return TOO_OFTEN;
  if (status === 401) return WRONG_CREDENTIALS;
  if (status === 403) return FORBIDDEN;
  if (status >= 500) return DOWN;
  return name === 'SyntaxError' ? NO_JSON : undefined;
}
