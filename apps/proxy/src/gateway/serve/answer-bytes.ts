import { SafeAIError, type JsonLimits } from '@safeai/core';
import { readJson, type ReadBody } from '@safeai/protocols';
import { HttpError } from '../../http/problem.ts';
import type { UpstreamAnswer } from '../upstreams/forwarded.ts';

const JSON_TYPE = /^application\/(?:[\w!#$&^.+-]+\+)?json(?:\s*;|\s*$)/i;
const EVENTS = /^text\/event-stream(?:\s*;|\s*$)/i;

/** Another character set than that in which answers are read: a client that heeds it would read other things. */
const OTHER_CHARSET = /;\s*charset\s*=(?!\s*"?(?:utf-?8|us-ascii)"?\s*(?:;|$))/i;

/** Whether an answer says that it is JSON in UTF-8, or says nothing of what it is. */
export function isJson({ headers }: Pick<UpstreamAnswer, 'headers'>): boolean {
  const type = headers['content-type'];
  return type === undefined || (JSON_TYPE.test(type) && !OTHER_CHARSET.test(type));
}

/** Whether an answer says that it is a stream of server-sent events in UTF-8. */
export function isEventStream({ headers }: Pick<UpstreamAnswer, 'headers'>): boolean {
  const type = headers['content-type'] ?? '';
  return EVENTS.test(type) && !OTHER_CHARSET.test(type);
}

/** All bytes of a body. @throws what its reader is told */
export async function bytesOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

/**
 * The object that an answer of a provider is. Throws as {@link readJsonAnswer}, and for another value: no client knows
 * what that says.
 */
export function readAnswer(bytes: Buffer, answer: UpstreamAnswer, jsonDepth: number): ReadBody {
  const body = readJsonAnswer(bytes, answer, jsonDepth);
  if (typeof body.value === 'object' && body.value !== null && !Array.isArray(body.value)) {
    return body;
  }
  throw unreadable(answer, 'JSON that is no object');
}

/**
 * The JSON of an answer. Its size is bounded by `proxy.max_answer_bytes`, and with it the number of its values: a list of
 * embeddings has many.
 *
 * @throws HttpError `upstream_error` for what is no JSON
 */
export function readJsonAnswer(bytes: Buffer, answer: UpstreamAnswer, jsonDepth: number): ReadBody {
  const limits: JsonLimits = { jsonDepth, jsonLeaves: Infinity };
  try {
    return readJson(bytes, limits);
  } catch (error) {
    if (!SafeAIError.isInstance(error)) throw error;
    throw unreadable(
      answer,
      error.code === 'limit_exceeded' ? 'JSON that is nested too deep' : 'what is not JSON',
    );
  }
}

/**
 * An answer that nobody can look into. Its status stays the upstream's where that says that something went wrong, with
 * what it says of another try; nothing of its body is told.
 */
export function unreadable(answer: UpstreamAnswer, what: string): HttpError {
  const { status, upstream, headers } = answer;
  const kept = ['retry-after', 'retry-after-ms', 'x-should-retry'];
  const told = kept.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return new HttpError(
    'upstream_error',
    `The upstream "${upstream}" answered ${String(status)} with ${what}.`,
    { status: status >= 400 ? status : 502, headers: Object.fromEntries(told) },
  );
}
