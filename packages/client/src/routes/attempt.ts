import { SafeAIError } from '@safeai/core';
import { GuardUnreachableError } from '../errors/guard-unreachable-error.ts';
import { foreignRefusal, problemOf } from '../errors/problem-of.ts';
import { reasonOf, type Timing } from '../timing.ts';
import { boundedText } from './bounded-text.ts';

/** A request on its way. Redirects are never followed: a key is for the address that it was given for. */
export interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

/** Sends a request; `fetch`, or what does the same. */
export type Fetch = (url: string, sent: Sent) => Promise<Response>;

/** One try. */
export interface Attempt {
  readonly fetch: Fetch;
  /** The address without path, for messages. */
  readonly place: string;
  readonly url: string;
  readonly sent: Omit<Sent, 'signal' | 'redirect'>;
  /** Whether JSON is expected, or text. */
  readonly answer: 'json' | 'text';
  /** Longest answer that is read. */
  readonly maxBytes: number;
  readonly timing: Timing;
  /** Milliseconds, connecting and the whole answer included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What a try came to. */
export interface Answered {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Asks once.
 *
 * @throws ProblemError, GuardUnreachableError; SafeAIError `payload_too_large` for an answer that is too long; the reason of the caller's signal
 */
export async function attempt(what: Attempt): Promise<Answered> {
  const { place, timing, timeoutMs, signal } = what;
  if (signal?.aborted === true) throw reasonOf(signal);
  const limit = new AbortController();
  // What does not mind the signal is not waited for, either.
  let giveUp: (error: Error) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => (giveUp = reject));
  const end = (error: Error): void => {
    giveUp(error);
    limit.abort(error);
  };
  const leave = (): void => {
    end(reasonOf(signal));
  };
  const takeBack = timing.after(timeoutMs, () => {
    end(new GuardUnreachableError(`${place} did not answer within ${ms(timeoutMs)}.`));
  });
  signal?.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([ended, ask(what, limit.signal)]);
  } finally {
    takeBack();
    signal?.removeEventListener('abort', leave);
  }
}

async function ask(what: Attempt, signal: AbortSignal): Promise<Answered> {
  const { place, url, sent } = what;
  let response: Response;
  let text: string;
  try {
    response = await what.fetch(url, { ...sent, signal, redirect: 'manual' });
    text = await boundedText(response, what.maxBytes, place);
  } catch (cause) {
    if (SafeAIError.isInstance(cause)) throw cause;
    throw new GuardUnreachableError(`${place} does not answer.`, { cause });
  }
  const { status, ok } = response;
  if (ok && what.answer === 'text') return { body: text, headers: headersOf(response) };
  const document = parsed(text);
  if (ok && document !== undefined) return { body: document, headers: headersOf(response) };
  if (status >= 400) {
    const problem = problemOf(document, response);
    if (problem !== undefined) throw problem;
  }
  if (status >= 400 && status < 500) throw foreignRefusal(place, response);
  throw new GuardUnreachableError(
    status === 0 || (status >= 300 && status < 400)
      ? `${place} wants to send its callers elsewhere: give the address that it redirects to.`
      : `${place} answered ${String(status)}, and not as SafeAI does.`,
    { answeredStatus: status },
  );
}

function headersOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value]));
}

/** The document; undefined for what is none, or a single value: no route answers that. */
function parsed(text: string): unknown {
  try {
    const document = JSON.parse(text) as unknown;
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

function ms(milliseconds: number): string {
  return `${String(Math.round(milliseconds))} ms`;
}
