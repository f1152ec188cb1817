import type { IncomingHttpHeaders } from 'node:http';
import { connectionNames, neverPasses } from './header-names.ts';

/** What the official clients and those who wait read. */
const PASSED = new Set([
  ...['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry'],
  ...['request-id', 'x-request-id', 'openai-processing-ms', 'openai-version', 'openai-model'],
  ...['ratelimit', 'ratelimit-policy'],
]);

const PASSED_PREFIXES = ['x-ratelimit-', 'anthropic-ratelimit-'];

/**
 * The headers of an answer that go back.
 *
 * @param more names passed back besides the known ones, in lower case
 */
export function answerHeaders(
  received: IncomingHttpHeaders,
  more: ReadonlySet<string>,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const connection = connectionNames(received.connection);
  for (const [name, value] of Object.entries(received)) {
    if (value === undefined || !passes(name, more) || connection.includes(name)) continue;
    headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}

function passes(name: string, more: ReadonlySet<string>): boolean {
  if (PASSED.has(name)) return true;
  const known = more.has(name) || PASSED_PREFIXES.some((prefix) => name.startsWith(prefix));
  return known && !neverPasses(name);
}
