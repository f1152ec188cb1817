import type { RequestContext } from '@safeai/core';
import type { ExplainFlag } from '../schema/request.ts';
import { record, type Mapping } from './record.ts';

/** The fields that say of a request's circumstances. */
export interface ContextBody {
  agent_id?: string;
  tenant_id?: string;
  session_id?: string;
  data_tags?: string[];
  model?: string;
}

/** Where the fields stand that all requests share. */
export const CONTEXT_PLACES = {
  agentId: 'agent_id',
  tenantId: 'tenant_id',
  sessionId: 'session_id',
  dataTags: 'data_tags',
  model: 'model',
} as const;

const CONTEXT = record<InBody<RequestContext>, ContextBody>(CONTEXT_PLACES);

/** What of a request stands in its body; {@link ExplainFlag} stands in the address. */
export type InBody<Request extends RequestContext> = Omit<Request, 'explain'>;

/** A request from its body and its query. */
export function requestOf<Request extends RequestContext, Body>(
  mapping: Mapping<InBody<Request>, Body>,
  body: Body,
  query: ExplainFlag,
): Request {
  const request = mapping.toCore(body) as Request;
  return query.explain === true ? Object.assign(request, { explain: true }) : request;
}

/** The part of a request that all of them share. */
export function toContext(body: ContextBody, query: ExplainFlag): RequestContext {
  return requestOf<RequestContext, ContextBody>(CONTEXT, body, query);
}
