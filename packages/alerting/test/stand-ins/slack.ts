import { type Check, fields, listOf, matching, oneOf, text } from './fields.ts';
import { jsonOf, type Service, startService } from './service.ts';

export const HOOK = '/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx';

export interface Slack extends Service {
  /** What was posted. */
  readonly posts: Readonly<Record<string, unknown>>[];
  /** The time by which posts are counted; undefined: they are not. */
  now: (() => number) | undefined;
}

const plainText = (most: number): Check =>
  fields({
    'type!': oneOf('plain_text', 'mrkdwn'),
    'text!': text(most),
    emoji: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  });

const section: Check = fields({
  'type!': oneOf('section'),
  block_id: text(255),
  text: plainText(3000),
  fields: listOf(plainText(2000), 10),
});

const header: Check = fields({
  'type!': oneOf('header'),
  block_id: text(255),
  'text!': fields({ 'type!': oneOf('plain_text'), 'text!': text(150) }),
});

const block: Check = (value) =>
  (value as { type?: unknown } | null)?.type === 'header' ? header(value) : section(value);

/** What stands between `<` and `>` is a link or a call, and an `&` begins an escape. */
const escaped: Check = (value) =>
  matching(/^(?:[^&<>]|&amp;|&lt;|&gt;)*$/)(value) ?? text(40_000)(value);

const message: Check = fields({ 'text!': escaped, blocks: listOf(block, 50) });

/** An incoming webhook of Slack's: what its pages do not allow is refused. */
export async function slack(): Promise<Slack> {
  let last = -Infinity;
  const service = await startService((asked) => {
    const said = (status: number, body: string, headers = {}) => ({
      ...{ status, body },
      headers: { 'content-type': 'text/html', ...headers },
    });
    if (asked.path !== HOOK) return said(404, 'no_service');
    if (asked.method !== 'POST') return said(405, 'method_not_allowed');
    if (asked.headers['content-type'] !== 'application/json') return said(400, 'invalid_payload');
    const body = jsonOf(asked) as Record<string, unknown> | undefined;
    if (body === undefined) return said(400, 'invalid_payload');
    const wrong = message(body);
    if (wrong !== undefined) return said(400, `invalid_blocks: ${wrong}`);
    const now = stand.now?.();
    if (now !== undefined && now - last < 1000) {
      return said(429, 'rate_limited', { 'retry-after': '1' });
    }
    last = now ?? last;
    stand.posts.push(body);
    return said(200, 'ok');
  });
  const stand: Slack = Object.assign(service, { posts: [], now: undefined });
  return stand;
}
