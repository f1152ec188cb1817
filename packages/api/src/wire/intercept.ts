import type {
  AgentMessage,
  AgentMessageResult,
  ToolRequest,
  ToolRequestResult,
  ToolResponse,
  ToolResponseResult,
} from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type {
  AgentMessageAnswer,
  AgentMessageBody,
  ToolRequestAnswer,
  ToolRequestBody,
  ToolResponseAnswer,
  ToolResponseBody,
} from '../routes/intercept.ts';
import type { ExplainFlag } from '../schema/request.ts';
import { fromJudged, type AnswerOptions } from './answer.ts';
import { toContext } from './context.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** POST /v1/intercept/tool, phase `request`: the body as a request. */
export function toToolRequest(
  body: Static<typeof ToolRequestBody>,
  query: ExplainFlag,
): ToolRequest {
  const request: Mutable<ToolRequest> = {
    phase: 'request',
    toolName: body.tool_name,
    parameters: body.parameters,
    ...toContext(body, query),
  };
  addAgents(request, body);
  addAction(request, body);
  return request;
}

/** POST /v1/intercept/tool, phase `response`: the body as a request. */
export function toToolResponse(
  body: Static<typeof ToolResponseBody>,
  query: ExplainFlag,
): ToolResponse {
  const request: Mutable<ToolResponse> = {
    phase: 'response',
    toolName: body.tool_name,
    response: body.response,
    ...toContext(body, query),
  };
  addAgents(request, body);
  if (body.decision_id !== undefined) request.decisionId = body.decision_id;
  return request;
}

/** POST /v1/intercept/tool, phase `request`: the result as an answer. */
export function fromToolRequestResult(
  result: ToolRequestResult,
  options: AnswerOptions,
): Static<typeof ToolRequestAnswer> {
  return {
    ...fromJudged(result, options),
    phase: 'request',
    filtered_parameters: result.filteredParameters,
    stripped_fields: [...result.strippedFields],
    unauthorized_tags: [...result.unauthorizedTags],
    ...(result.approvalRequestId === undefined
      ? {}
      : { approval_request_id: result.approvalRequestId }),
  };
}

/** POST /v1/intercept/tool, phase `response`: the result as an answer. */
export function fromToolResponseResult(
  result: ToolResponseResult,
  options: AnswerOptions,
): Static<typeof ToolResponseAnswer> {
  return {
    ...fromJudged(result, options),
    phase: 'response',
    filtered_response: result.filteredResponse,
    stripped_fields: [...result.strippedFields],
    unauthorized_tags: [...result.unauthorizedTags],
  };
}

/** POST /v1/intercept/agent-message: the body as a request. */
export function toAgentMessage(
  body: Static<typeof AgentMessageBody>,
  query: ExplainFlag,
): AgentMessage {
  const request: Mutable<AgentMessage> = {
    message: body.message,
    sourceAgentId: body.source_agent_id,
    destinationAgentId: body.destination_agent_id,
    ...toContext(body, query),
  };
  addAction(request, body);
  return request;
}

/** POST /v1/intercept/agent-message: the result as an answer. */
export function fromAgentMessageResult(
  result: AgentMessageResult,
  options: AnswerOptions,
): Static<typeof AgentMessageAnswer> {
  return {
    ...fromJudged(result, options),
    filtered_message: result.filteredMessage,
    ...(result.approvalRequestId === undefined
      ? {}
      : { approval_request_id: result.approvalRequestId }),
  };
}

function addAgents(
  request: Mutable<Pick<ToolRequest, 'sourceAgentId' | 'destinationAgentId'>>,
  body: { source_agent_id?: string; destination_agent_id?: string },
): void {
  if (body.source_agent_id !== undefined) request.sourceAgentId = body.source_agent_id;
  if (body.destination_agent_id !== undefined) {
    request.destinationAgentId = body.destination_agent_id;
  }
}

type ActionPart = Pick<
  ToolRequest,
  'approvalRequestId' | 'justification' | 'idempotencyKey' | 'operationId' | 'capabilityToken'
>;

function addAction(
  request: Mutable<ActionPart>,
  body: {
    approval_request_id?: string;
    justification?: string;
    idempotency_key?: string;
    operation_id?: string;
    capability_token?: string;
  },
): void {
  if (body.approval_request_id !== undefined) request.approvalRequestId = body.approval_request_id;
  if (body.justification !== undefined) request.justification = body.justification;
  if (body.idempotency_key !== undefined) request.idempotencyKey = body.idempotency_key;
  if (body.operation_id !== undefined) request.operationId = body.operation_id;
  if (body.capability_token !== undefined) request.capabilityToken = body.capability_token;
}
