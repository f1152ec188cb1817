import type { RequestContext } from '@safeai/core';
import type { ExplainFlag } from '../schema/request.ts';

/** The fields that say of a request's circumstances. */
export interface ContextBody {
  agent_id?: string;
  tenant_id?: string;
  session_id?: string;
  data_tags?: string[];
  model?: string;
}

/** The part of a request that all of them share. */
export function toContext(body: ContextBody, query: ExplainFlag): RequestContext {
  const context: { -readonly [Key in keyof RequestContext]: RequestContext[Key] } = {};
  if (body.agent_id !== undefined) context.agentId = body.agent_id;
  if (body.tenant_id !== undefined) context.tenantId = body.tenant_id;
  if (body.session_id !== undefined) context.sessionId = body.session_id;
  if (body.data_tags !== undefined) context.dataTags = body.data_tags;
  if (body.model !== undefined) context.model = body.model;
  if (query.explain === true) context.explain = true;
  return context;
}
