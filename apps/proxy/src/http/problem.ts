import { ERROR_CATALOGUE, SafeAIError, type ErrorCode, type ErrorDetail } from '@safeai/core';
import type { Problem } from '@safeai/api';

/** An error that travels under another status than its code's, or with headers of its own. */
export class HttpError extends SafeAIError {
  override readonly name = 'HttpError';
  readonly #status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly details?: readonly ErrorDetail[];
    } = {},
  ) {
    super(code, message, options.details === undefined ? {} : { details: options.details });
    this.#status = options.status;
    this.headers = options.headers ?? {};
  }

  override get status(): number {
    return this.#status ?? super.status;
  }
}

/** What an error answer says besides the error itself. */
export interface ProblemContext {
  readonly instance: string;
  readonly requestId: string;
}

/** An error answer: its body and the headers that its status asks for. */
export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** Any thrown value as an error answer. What SafeAI did not throw on purpose is told as an internal error. */
export function problemOf(error: unknown, context: ProblemContext): ProblemAnswer {
  const known = SafeAIError.isInstance(error) ? error : undefined;
  const code: ErrorCode = known?.code ?? 'internal_error';
  const problem: Problem = {
    type: `urn:safeai:error:${code}`,
    title: ERROR_CATALOGUE[code].title,
    status: known?.status ?? 500,
    detail: known?.message ?? 'SafeAI failed to answer; its log has more under the request id.',
    code,
    instance: context.instance,
    request_id: context.requestId,
  };
  const details = known?.details ?? [];
  if (details.length > 0) problem.errors = details.map(errorOf);
  const headers = error instanceof HttpError ? error.headers : {};
  return { problem, headers: { ...headersFor(code), ...headers } };
}

function errorOf(detail: ErrorDetail): { path: string; message: string } {
  const place = [detail.file, detail.line, detail.column].filter((part) => part !== undefined);
  const where = place.length === 0 ? '' : `${place.join(':')}: `;
  return { path: detail.path ?? detail.file ?? '$', message: where + detail.message };
}

/** Client libraries repeat some statuses by themselves: these headers say when that makes sense. */
function headersFor(code: ErrorCode): Readonly<Record<string, string>> {
  switch (code) {
    case 'unauthenticated':
      return { 'www-authenticate': 'Bearer realm="SafeAI"' };
    case 'conflict':
      return { 'x-should-retry': 'false' };
    case 'rate_limited':
    case 'shutting_down':
    case 'audit_unavailable':
    case 'state_unavailable':
    case 'secret_unavailable':
    case 'issuer_unavailable':
      return { 'retry-after': '1' };
    default:
      return {};
  }
}
