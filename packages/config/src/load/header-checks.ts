import type { Problem } from '../problem.ts';
import { nodeAt, type MapNode } from '../yaml/node.ts';
import type { Place } from '../yaml/source.ts';

/** Headers that say something else: of the connection, the body, the way here, a credential, a trace. Lower case. */
const TAKEN = new Set([
  ...[
    'host',
    'origin',
    'referer',
    'connection',
    'keep-alive',
    'upgrade',
    'expect',
    'te',
    'trailer',
  ],
  ...['content-type', 'content-length', 'content-encoding', 'transfer-encoding'],
  ...['accept', 'accept-encoding', 'accept-language', 'date', 'range', 'user-agent'],
  ...['authorization', 'proxy-authorization', 'cookie', 'set-cookie'],
  ...['x-safeai-key', 'x-api-key', 'x-goog-api-key', 'x-csrf-token'],
  ...['x-request-id', 'traceparent', 'tracestate', 'baggage'],
  ...['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-by'],
  ...['x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-forwarded-server'],
]);

/** Families of headers that are the browser's alone. */
const TAKEN_PREFIX = /^(?:sec-|access-control-)/;

const DEFAULTS = { user_header: 'x-safeai-user', tenant_header: 'x-safeai-tenant' } as const;

/** Adds headers of the dashboard that mean something else already: they would make somebody of any caller. */
export function checkHeaders(root: MapNode, problems: Problem[]): void {
  const user = headerAt(root, 'user_header');
  const tenant = headerAt(root, 'tenant_header');
  for (const { name, path, place } of [user, tenant]) {
    if (place === undefined || !(TAKEN.has(name) || TAKEN_PREFIX.test(name))) continue;
    const message = 'this header has a meaning of its own; name another one';
    problems.push({ message, path, place });
  }
  if (user.name !== tenant.name) return;
  const { path, place } = tenant.place === undefined ? user : tenant;
  if (place === undefined) return;
  const message = 'dashboard.user_header and dashboard.tenant_header must be two headers';
  problems.push({ message, path, place });
}

interface Header {
  /** Lower case. */
  readonly name: string;
  readonly path: readonly string[];
  /** Absent for the default. */
  readonly place: Place | undefined;
}

function headerAt(root: MapNode, key: keyof typeof DEFAULTS): Header {
  const path = ['dashboard', key];
  const node = nodeAt(root, path);
  const given = node?.kind === 'scalar' && typeof node.value === 'string' ? node : undefined;
  const name = given === undefined ? DEFAULTS[key] : String(given.value).toLowerCase();
  return { name, path, place: given?.place };
}
