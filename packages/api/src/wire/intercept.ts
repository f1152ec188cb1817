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
import { fromJudged, redactionsOf, toJudged, type AnswerOptions, type Further } from './answer.ts';
import { CONTEXT_PLACES, requestOf, type InBody } from './context.ts';
import { record } from './record.ts';

const AGENTS = {
  sourceAgentId: 'source_agent_id',
  destinationAgentId: 'destination_agent_id',
} as const;

const ACTION = {
  approvalRequestId: 'approval_request_id',
  justification: 'justification',
  idempotencyKey: 'idempotency_key',
  operationId: 'operation_id',
  capabilityToken: 'capability_token',
} as const;

const PERMISSIONS = {
  strippedFields: 'stripped_fields',
  unauthorizedTags: 'unauthorized_tags',
} as const;

/** What programs alone can say. */
type InProgram = 'isAudited';

const TOOL_REQUEST = record<Omit<InBody<ToolRequest>, InProgram>, Static<typeof ToolRequestBody>>({
  phase: 'phase',
  toolName: 'tool_name',
  parameters: 'parameters',
  ...CONTEXT_PLACES,
  ...AGENTS,
  ...ACTION,
});

const TOOL_REQUEST_RESULT = record<Further<ToolRequestResult>, Static<typeof ToolRequestAnswer>>({
  phase: 'phase',
  filteredParameters: 'filtered_parameters',
  ...PERMISSIONS,
  approvalRequestId: 'approval_request_id',
});

const TOOL_RESPONSE = record<InBody<ToolResponse>, Static<typeof ToolResponseBody>>({
  phase: 'phase',
  toolName: 'tool_name',
  response: 'response',
  ...CONTEXT_PLACES,
  ...AGENTS,
  decisionId: 'decision_id',
});

const TOOL_RESPONSE_RESULT = record<Further<ToolResponseResult>, Static<typeof ToolResponseAnswer>>(
  {
    phase: 'phase',
    filteredResponse: 'filtered_response',
    ...PERMISSIONS,
  },
);

const MESSAGE = record<InBody<AgentMessage>, Static<typeof AgentMessageBody>>({
  message: 'message',
  ...AGENTS,
  ...CONTEXT_PLACES,
  ...ACTION,
});

const MESSAGE_RESULT = record<Further<AgentMessageResult>, Static<typeof AgentMessageAnswer>>({
  filteredMessage: 'filtered_message',
  approvalRequestId: 'approval_request_id',
});

/** POST /v1/intercept/tool, phase `request`: the body as a request. */
export function toToolRequest(
  body: Static<typeof ToolRequestBody>,
  query: ExplainFlag,
): ToolRequest {
  return requestOf(TOOL_REQUEST, body, query);
}

/** POST /v1/intercept/tool, phase `request`: the request as a body. `isAudited` cannot be said there. */
export function fromToolRequest(request: ToolRequest): Static<typeof ToolRequestBody> {
  return TOOL_REQUEST.toWire(request);
}

/** POST /v1/intercept/tool, phase `response`: the body as a request. */
export function toToolResponse(
  body: Static<typeof ToolResponseBody>,
  query: ExplainFlag,
): ToolResponse {
  return requestOf(TOOL_RESPONSE, body, query);
}

/** POST /v1/intercept/tool, phase `response`: the request as a body. */
export function fromToolResponse(request: ToolResponse): Static<typeof ToolResponseBody> {
  return TOOL_RESPONSE.toWire(request);
}

/** POST /v1/intercept/tool, phase `request`: the result as an answer. */
export function fromToolRequestResult(
  result: ToolRequestResult,
  options: AnswerOptions,
): Static<typeof ToolRequestAnswer> {
  return { ...fromJudged(result, options), ...TOOL_REQUEST_RESULT.toWire(result) };
}

/** POST /v1/intercept/tool, phase `request`: the answer as a result. */
export function toToolRequestResult(answer: Static<typeof ToolRequestAnswer>): ToolRequestResult {
  return {
    ...toJudged(answer),
    ...TOOL_REQUEST_RESULT.toCore(answer),
    redactions: redactionsOf(answer),
  };
}

/** POST /v1/intercept/tool, phase `response`: the result as an answer. */
export function fromToolResponseResult(
  result: ToolResponseResult,
  options: AnswerOptions,
): Static<typeof ToolResponseAnswer> {
  return { ...fromJudged(result, options), ...TOOL_RESPONSE_RESULT.toWire(result) };
}

/** POST /v1/intercept/tool, phase `response`: the answer as a result. */
export function toToolResponseResult(
  answer: Static<typeof ToolResponseAnswer>,
): ToolResponseResult {
  return {
    ...toJudged(answer),
    ...TOOL_RESPONSE_RESULT.toCore(answer),
    redactions: redactionsOf(answer),
  };
}

/** POST /v1/intercept/agent-message: the body as a request. */
export function toAgentMessage(
  body: Static<typeof AgentMessageBody>,
  query: ExplainFlag,
): AgentMessage {
  return requestOf(MESSAGE, body, query);
}

/** POST /v1/intercept/agent-message: the request as a body. */
export function fromAgentMessage(message: AgentMessage): Static<typeof AgentMessageBody> {
  return MESSAGE.toWire(message);
}

/** POST /v1/intercept/agent-message: the result as an answer. */
export function fromAgentMessageResult(
  result: AgentMessageResult,
  options: AnswerOptions,
): Static<typeof AgentMessageAnswer> {
  return { ...fromJudged(result, options), ...MESSAGE_RESULT.toWire(result) };
}

/** POST /v1/intercept/agent-message: the answer as a result. */
export function toAgentMessageResult(
  answer: Static<typeof AgentMessageAnswer>,
): AgentMessageResult {
  return { ...toJudged(answer), ...MESSAGE_RESULT.toCore(answer) };
}
