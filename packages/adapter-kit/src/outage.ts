import { SafeAIError } from '@safeai/core';

/** What stands in errors of providers' formats for an outage of the guard. */
const CODE = 'guard_unavailable';

/** Registered globally, so that {@link isGuardOutage} holds across two installed copies of the package. */
const MARKER = Symbol.for('safeai.guard-outage');

/**
 * There is no decision: the guard cannot be reached, cannot record, or refuses to be asked. Nothing was run that it had not
 * let through. An adapter lets it end the run; it never becomes the answer of a tool. Code `guard_unavailable`; `cause` is
 * what happened.
 */
export class GuardOutageError extends SafeAIError {
  override readonly name = 'GuardOutageError';
  /** It may pass by itself. False for what only a change of the program or its rights mends: nothing goes on then, ever. */
  readonly isTransient: boolean;

  /** @param what which step got no decision, for the message */
  constructor(what: string, cause: unknown) {
    const reason = SafeAIError.isInstance(cause)
      ? `${cause.code}: ${cause.message}`
      : nameOf(cause);
    super(CODE, `SafeAI gave no decision on ${what} (${reason}). Nothing goes on without one.`, {
      cause,
    });
    this.isTransient = !SafeAIError.isInstance(cause) || isTransientStatus(cause.status);
    Object.defineProperty(this, MARKER, { value: true });
  }
}

/** Where frameworks keep what they were thrown; of a guardrail that was tripped, what it said. */
const INNER = ['cause', 'error', 'result', 'output', 'outputInfo'] as const;

/** Whether an error, or what caused it, is an outage of the guard: frameworks wrap what they are thrown. */
export function isGuardOutage(error: unknown): boolean {
  const wrapped = new Set([error]);
  // What is added while it is walked is walked too.
  for (const at of wrapped) {
    if (typeof at !== 'object' || at === null) continue;
    if (MARKER in at || ('code' in at && at.code === CODE) || isAnswered(at)) return true;
    for (const name of INNER) if (name in at) wrapped.add((at as Record<string, unknown>)[name]);
  }
  return false;
}

/** Whether a provider's client made the error of an answer that says so. */
function isAnswered(error: object): boolean {
  const headers = 'headers' in error ? error.headers : undefined;
  return headers instanceof Headers && headers.get('x-safeai-error') === CODE;
}

/** Content that cannot be judged, rather than a guard that cannot judge: it is withheld. */
export function cannotBeJudged(error: unknown): error is SafeAIError {
  return SafeAIError.isInstance(error) && UNJUDGED.has(error.code);
}

const UNJUDGED: ReadonlySet<string> = new Set([
  'limit_exceeded',
  'payload_too_large',
  'unscanned_content',
  'malformed_json',
]);

function isTransientStatus(status: number): boolean {
  return status >= 500 || status === 408;
}

/** Messages of unknown errors may hold anything. */
function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
