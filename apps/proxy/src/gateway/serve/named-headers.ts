import type { IncomingHttpHeaders } from 'node:http';
import { bodyValidator, ProviderHeaders } from '@safeai/api';
import { checkValid } from '../../http/validation.ts';

/** What a caller says of a call in headers, where the body is the provider's. */
export interface Named {
  readonly agentId?: string;
  readonly sessionId?: string;
  readonly dataTags?: readonly string[];
  readonly approvalRequestId?: string;
  /** The upstream that it is for. */
  readonly upstream?: string;
}

const NAMES = Object.keys(ProviderHeaders.properties);
const validate = bodyValidator(ProviderHeaders);
const NOTHING: Named = Object.freeze({});

/**
 * Reads the headers of SafeAI's own that a caller may send.
 *
 * @throws InvalidRequestError for an empty or overlong name
 */
export function namedIn(headers: IncomingHttpHeaders): Named {
  const sent = NAMES.filter((name) => headers[name] !== undefined);
  if (sent.length === 0) return NOTHING;
  const given: Record<string, unknown> = {};
  for (const name of sent) given[name] = headers[name];
  checkValid(validate, given, 'headers');
  const text = (name: string): string | undefined => headers[name] as string | undefined;
  const tags = text('x-safeai-data-tags');
  const agentId = text('x-safeai-agent');
  const sessionId = text('x-safeai-session');
  const approvalRequestId = text('x-safeai-approval-id');
  const upstream = text('x-safeai-upstream');
  const named: { -readonly [Name in keyof Named]: Named[Name] } = {};
  if (agentId !== undefined) named.agentId = agentId;
  if (sessionId !== undefined) named.sessionId = sessionId;
  if (tags !== undefined) named.dataTags = listOf(tags);
  if (approvalRequestId !== undefined) named.approvalRequestId = approvalRequestId;
  if (upstream !== undefined) named.upstream = upstream;
  return named;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
