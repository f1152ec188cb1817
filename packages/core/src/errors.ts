/**
 * The error catalogue: every failure that SafeAI reports has a class, a stable `code` and, where there
 * is one, a `cause`. Codes are public: programs may switch on them, and they do not change meaning.
 */

/** What the catalogue knows about a code: the HTTP status it travels under and its one-line title. */
export interface ErrorDefinition {
  readonly status: number;
  readonly title: string;
}

/** Every code that core itself can raise, or that its callers share with it. */
export const ERROR_CATALOGUE = {
  malformed_json: { status: 400, title: 'Malformed JSON' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  forbidden: { status: 403, title: 'Forbidden' },
  foreign_host: { status: 403, title: 'Foreign Host header' },
  foreign_origin: { status: 403, title: 'Foreign Origin header' },
  path_not_allowed: { status: 403, title: 'Path not allowed' },
  upstream_refused: { status: 403, title: 'Upstream not allowed' },
  safeai_blocked: { status: 403, title: 'Blocked by policy' },
  safeai_pending_approval: { status: 403, title: 'Waiting for approval' },
  unscanned_content: { status: 403, title: 'Content that cannot be scanned' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  request_timeout: { status: 408, title: 'Request timed out' },
  conflict: { status: 409, title: 'Conflict' },
  payload_too_large: { status: 413, title: 'Payload too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  invalid_request: { status: 422, title: 'Invalid request' },
  limit_exceeded: { status: 422, title: 'Limit exceeded' },
  invalid_tag: { status: 422, title: 'Invalid tag' },
  invalid_policy: { status: 422, title: 'Invalid policy' },
  invalid_detector: { status: 422, title: 'Invalid detector' },
  invalid_contract: { status: 422, title: 'Invalid tool contract' },
  invalid_identity: { status: 422, title: 'Invalid agent identity' },
  invalid_memory_schema: { status: 422, title: 'Invalid memory schema' },
  invalid_config: { status: 422, title: 'Invalid configuration' },
  upgrade_required: { status: 426, title: 'Upgrade required' },
  rate_limited: { status: 429, title: 'Too many requests' },
  budget_exceeded: { status: 429, title: 'Budget exceeded' },
  internal_error: { status: 500, title: 'Internal error' },
  upstream_error: { status: 502, title: 'Upstream failed' },
  malformed_stream: { status: 502, title: 'Malformed event stream' },
  audit_unavailable: { status: 503, title: 'Audit unavailable' },
  state_unavailable: { status: 503, title: 'State unavailable' },
  issuer_unavailable: { status: 503, title: 'OpenID Connect issuer unavailable' },
  guard_unavailable: { status: 503, title: 'Guard unavailable' },
  secret_unavailable: { status: 503, title: 'Secret unavailable' },
  upstream_unavailable: { status: 503, title: 'No upstream available' },
  shutting_down: { status: 503, title: 'Shutting down' },
  upstream_timeout: { status: 504, title: 'Upstream timed out' },
} as const satisfies Record<string, ErrorDefinition>;

/** A stable, documented error code. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** One of several problems behind a single error: where it is, and what is wrong there. */
export interface ErrorDetail {
  /** What is wrong and what to do. Never holds a detected value. */
  readonly message: string;
  /** Where in the document, e.g. `$.parameters.command` or `policies[3].action`. */
  readonly path?: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** What an error may carry beside its message. */
export interface ErrorOptions {
  readonly cause?: unknown;
  readonly details?: readonly ErrorDetail[];
}

/** Registered globally, so that `isInstance` holds across two installed copies of the package. */
const MARKER = Symbol.for('safeai.error');

/** The base of every error that SafeAI throws on purpose. */
export class SafeAIError extends Error {
  override readonly name: string = 'SafeAIError';
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];

  /**
   * @param code stable code from {@link ERROR_CATALOGUE}
   * @param message what was wrong, where, and what to do; never a detected value
   * @param options the cause and, for several problems at once, one detail each
   */
  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? [];
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** The HTTP status of this error's code. */
  get status(): number {
    return ERROR_CATALOGUE[this.code].status;
  }

  /** True for an error of SafeAI's, whichever installed copy of the package made it. */
  static isInstance(value: unknown): value is SafeAIError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }
}

/** A rule, or a set of rules, that cannot be compiled. Code `invalid_policy`. */
export class PolicyError extends SafeAIError {
  override readonly name = 'PolicyError';
  constructor(message: string, options?: ErrorOptions) {
    super('invalid_policy', message, options);
  }
}

/** A detector rule that cannot be compiled, is not linear, or fails its own examples. Code `invalid_detector`. */
export class DetectorError extends SafeAIError {
  override readonly name = 'DetectorError';
  constructor(message: string, options?: ErrorOptions) {
    super('invalid_detector', message, options);
  }
}

/** A request that is well-formed but says something that cannot be. Code `invalid_request`. */
export class InvalidRequestError extends SafeAIError {
  override readonly name = 'InvalidRequestError';
  constructor(message: string, options?: ErrorOptions) {
    super('invalid_request', message, options);
  }
}

/** A document past one of the configured limits; the message names the limit. Code `limit_exceeded`. */
export class LimitExceededError extends SafeAIError {
  override readonly name = 'LimitExceededError';
  constructor(message: string, options?: ErrorOptions) {
    super('limit_exceeded', message, options);
  }
}
