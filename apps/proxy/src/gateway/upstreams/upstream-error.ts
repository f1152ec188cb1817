import { SafeAIError, type ErrorCode } from '@safeai/core';

/** What went wrong with an upstream. */
export type UpstreamFault =
  | 'forbidden'
  | 'unreachable'
  | 'untrusted'
  | 'broken'
  | 'silent'
  | 'stalled'
  | 'overdue'
  | 'redirect'
  | 'too_large'
  | 'undecodable'
  | 'resting'
  | 'keyless'
  | 'unknown'
  | 'unserved'
  | 'none';

const FAULTS: Readonly<Record<UpstreamFault, readonly [code: ErrorCode, text: string]>> = {
  forbidden: [
    'upstream_refused',
    'leads to an address that is not allowed. Where that is meant, add its range to proxy.egress.allow',
  ],
  unreachable: ['upstream_error', 'cannot be reached'],
  untrusted: ['upstream_error', 'shows a certificate that is not trusted; see ca_file'],
  broken: ['upstream_error', 'broke the connection, or answered with what is not HTTP'],
  silent: ['upstream_timeout', 'did not answer in time (proxy.timeout_seconds)'],
  stalled: ['upstream_timeout', 'fell silent in its answer (proxy.idle_seconds)'],
  overdue: ['upstream_timeout', 'took too long in all (proxy.total_seconds)'],
  redirect: [
    'upstream_error',
    'answered with a redirect, which is not followed; name the address that it leads to',
  ],
  too_large: ['upstream_error', 'answered with more than proxy.max_answer_bytes allows'],
  undecodable: ['upstream_error', 'answered with a packed body that cannot be unpacked'],
  resting: ['upstream_unavailable', 'rests after several failures in a row'],
  keyless: ['upstream_unavailable', 'has a key that cannot be resolved; see api_key'],
  unknown: ['upstream_refused', 'is not among those that are configured'],
  unserved: ['not_found', 'for this model or format is not configured'],
  none: ['upstream_unavailable', 'is not configured; set proxy.target or proxy.upstreams'],
};

/** What is known of a failure besides its fault. */
export interface UpstreamFailure {
  /** Whether the upstream may have begun, and charged, what was asked. */
  readonly sent?: boolean;
  /** Attempts that were made, this one included. */
  readonly attempts?: number;
  /** After how many seconds it is worth another try. */
  readonly retryAfterSeconds?: number;
}

/**
 * A failure of an upstream. Names the upstream where the configuration does, and never its address, its key or a word
 * of what it answered. Codes `upstream_error`, `upstream_timeout`, `upstream_refused`, `upstream_unavailable`.
 */
export class UpstreamError extends SafeAIError {
  override readonly name = 'UpstreamError';
  readonly fault: UpstreamFault;
  /** Its name in the configuration, `default` for `proxy.target`; undefined where no single one failed. */
  readonly upstream: string | undefined;
  readonly sent: boolean;
  readonly attempts: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(upstream: string | undefined, fault: UpstreamFault, failure: UpstreamFailure = {}) {
    const [code, text] = FAULTS[fault];
    super(
      code,
      `${upstream === undefined ? 'The upstream' : `The upstream "${upstream}"`} ${text}.`,
    );
    this.fault = fault;
    this.upstream = upstream;
    this.sent = failure.sent ?? false;
    this.attempts = failure.attempts ?? 0;
    this.retryAfterSeconds = failure.retryAfterSeconds;
  }

  /** The same failure as the last of several attempts. */
  after(attempts: number, sent: boolean): UpstreamError {
    const { retryAfterSeconds } = this;
    const waits = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return new UpstreamError(this.upstream, this.fault, { sent, attempts, ...waits });
  }
}
