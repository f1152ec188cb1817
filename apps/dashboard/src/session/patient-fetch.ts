import type { Fetch } from '@safeai/client';

/** A path that was refused: what was said, and until when. */
interface Refusal {
  readonly until: number;
  readonly body: string;
  readonly type: string;
}

/**
 * Asks as `send` does, and asks nothing again that was refused with 429 before the time that the refusal named is over:
 * news of the server have views ask at any time. Until then the answer is the refusal, with what is left to wait.
 *
 * @param now milliseconds
 */
export function patient(send: Fetch, now: () => number): Fetch {
  const refusals = new Map<string, Refusal>();
  return async (url, sent) => {
    const of = `${sent.method} ${new URL(url).pathname}`;
    const known = refusals.get(of);
    if (known !== undefined && known.until > now()) return again(known, known.until - now());
    refusals.delete(of);
    const response = await send(url, sent);
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (response.status !== 429 || !(seconds > 0)) return response;
    const refusal = {
      until: now() + seconds * 1000,
      body: await response.text(),
      type: response.headers.get('content-type') ?? '',
    };
    refusals.set(of, refusal);
    return again(refusal, seconds * 1000);
  };
}

function again({ body, type }: Refusal, leftMs: number): Response {
  return new Response(body, {
    status: 429,
    headers: { 'content-type': type, 'retry-after': String(Math.ceil(leftMs / 1000)) },
  });
}
