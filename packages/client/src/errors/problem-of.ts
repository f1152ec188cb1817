import type { Problem } from '@safeai/api/wire';
import type { ErrorDetail } from '@safeai/core';
import { ProblemError } from './problem-error.ts';

/** Longest message that is passed on, in UTF-16 code units. */
const MAX_MESSAGE = 2000;
/** Most problems that are passed on. */
const MAX_ERRORS = 100;

const CODE = /^[a-z][a-z_]{0,63}$/;

/** By status, for refusals that name no code: something before SafeAI answered. */
const CODES: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  426: 'upgrade_required',
  429: 'rate_limited',
};

/** What is needed of an answer's head. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Headers;
}

/** The refusal in an answer of SafeAI's; undefined where the document is none. */
export function problemOf(document: unknown, head: AnswerHead): ProblemError | undefined {
  const { code, detail, request_id, errors } = (document ?? {}) as Partial<
    Record<keyof Problem, unknown>
  >;
  if (typeof code !== 'string' || !CODE.test(code) || typeof detail !== 'string') return undefined;
  return new ProblemError(code, detail.slice(0, MAX_MESSAGE), {
    status: head.status,
    requestId: typeof request_id === 'string' ? request_id.slice(0, 128) : null,
    errors: detailsOf(errors),
    retryAfterMs: retryAfterMs(head.headers),
  });
}

/** A refusal by something that is not SafeAI, such as a proxy before it. What it says is not passed on. */
export function foreignRefusal(place: string, { status, headers }: AnswerHead): ProblemError {
  return new ProblemError(
    CODES[status] ?? 'invalid_request',
    `${place} answered ${String(status)}, and not as SafeAI does.`,
    {
      ...{ status, requestId: null, errors: [], isForeign: true },
      retryAfterMs: retryAfterMs(headers),
    },
  );
}

function detailsOf(errors: unknown): ErrorDetail[] {
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, MAX_ERRORS).flatMap((error: unknown) => {
    const { path, message } = (error ?? {}) as Partial<Record<keyof ErrorDetail, unknown>>;
    if (typeof path !== 'string' || typeof message !== 'string') return [];
    return [{ path: path.slice(0, MAX_MESSAGE), message: message.slice(0, MAX_MESSAGE) }];
  });
}

/** `Retry-After`, in seconds or as a date; null where there is none. */
function retryAfterMs(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = text === '' ? NaN : Date.parse(text);
  if (Number.isNaN(at)) return null;
  const now = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(now) ? Date.now() : now));
}
