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
  checkValid(validate, Object.fromEntries(sent.map((name) => [name, headers[name]])), 'headers');
  const text = (name: string): string | undefined => headers[name] as string | undefined;
  const tags = text('x-safeai-data-tags');
  return withoutAbsent({
    agentId: text('x-safeai-agent'),
    sessionId: text('x-safeai-session'),
    dataTags: tags === undefined ? undefined : listOf(tags),
    approvalRequestId: text('x-safeai-approval-id'),
    upstream: text('x-safeai-upstream'),
  });
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

function withoutAbsent<T extends object>(named: T): Present<T> {
  const present = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Present<T>;
}
