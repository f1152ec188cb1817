import type { Fetch, Sent } from '../src/index.ts';

/** A request that was sent. */
export interface Asked extends Sent {
  readonly url: string;
  readonly json: Record<string, unknown>;
}

/** What comes back: an answer, an error, or nothing at all until the request is given up. */
export type Reply = Response | Error | 'silence';

/** A `fetch` that answers what it is told to, in order; and the requests that it got. */
export function scriptedFetch(...replies: Reply[]): { fetch: Fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: (url, sent) => {
      asked.push({ ...sent, url, json: JSON.parse(sent.body ?? '{}') as Record<string, unknown> });
      const reply = replies.shift();
      if (reply === undefined) throw new Error('More was asked than the script has.');
      if (reply instanceof Error) return Promise.reject(reply);
      if (reply !== 'silence') return Promise.resolve(reply);
      return new Promise(() => undefined);
    },
  };
}

/** An answer with a JSON document. */
export function json(
  document: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(document), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** A refusal as the server writes it. */
export function problem(
  code: string,
  status: number,
  headers: Record<string, string> = {},
): Response {
  const document = {
    ...{ type: `urn:safeai:error:${code}`, title: 'Title', status, code, detail: `It is ${code}.` },
    ...{ instance: '/v1/scan/input', request_id: 'req-1' },
    errors: [{ path: '$.text', message: 'is wrong' }],
  };
  return json(document, { status, headers });
}
