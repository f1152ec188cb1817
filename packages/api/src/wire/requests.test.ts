import { expect, test } from '@jest/globals';
import { toExplainRequest } from './explain.ts';
import { toGuardOutputRequest } from './guard.ts';
import { toAgentMessage, toToolRequest, toToolResponse } from './intercept.ts';
import { toScanFileRequest, toScanInputRequest, toScanStructuredRequest } from './scan.ts';

const body = {
  agent_id: 'agent',
  tenant_id: 'tenant',
  session_id: 'session',
  data_tags: ['pii'],
  model: 'model',
  idempotency_key: 'key',
  metadata: { run: 1 },
};
const context = {
  agentId: 'agent',
  tenantId: 'tenant',
  sessionId: 'session',
  dataTags: ['pii'],
  model: 'model',
};
const explained = { ...context, explain: true };
const query = { explain: true };
const agents = { source_agent_id: 'one', destination_agent_id: 'two' };
const bothAgents = { sourceAgentId: 'one', destinationAgentId: 'two' };
const approval = { approval_request_id: 'ar-1', justification: 'needed' };

test('scan and guard', () => {
  const text = { ...body, text: 'a' };
  expect(toScanInputRequest(text, query)).toEqual({ ...explained, text: 'a' });
  expect(toScanInputRequest({ text: 'a' }, {})).toEqual({ text: 'a' });
  expect(toGuardOutputRequest(text, query)).toEqual({ ...explained, text: 'a' });
  expect(toScanStructuredRequest({ ...body, payload: [1] }, query)).toEqual({
    ...explained,
    payload: [1],
  });
  expect(toScanFileRequest({ ...body, path: 'a', include_filtered: true }, query)).toEqual({
    ...explained,
    path: 'a',
    includeFiltered: true,
  });
});

test('a tool call', () => {
  const call = { ...body, ...agents, ...approval, tool_name: 'tool', parameters: { a: 1 } };
  expect(toToolRequest({ ...call, phase: 'request' }, query)).toEqual({
    ...explained,
    ...bothAgents,
    phase: 'request',
    toolName: 'tool',
    parameters: { a: 1 },
    approvalRequestId: 'ar-1',
    justification: 'needed',
    idempotencyKey: 'key',
  });
});

test('the response of a tool: what belongs to the request is left out', () => {
  const answer = { ...body, ...agents, ...approval, tool_name: 'tool', parameters: { a: 1 } };
  expect(
    toToolResponse({ ...answer, phase: 'response', response: 'b', decision_id: 'd' }, {}),
  ).toEqual({
    ...context,
    ...bothAgents,
    phase: 'response',
    toolName: 'tool',
    response: 'b',
    decisionId: 'd',
  });
});

test('a message', () => {
  expect(toAgentMessage({ ...body, ...agents, ...approval, message: 'a' }, {})).toEqual({
    ...context,
    ...bothAgents,
    message: 'a',
    approvalRequestId: 'ar-1',
    justification: 'needed',
    idempotencyKey: 'key',
  });
});

test('a question about policy', () => {
  expect(
    toExplainRequest({
      ...body,
      boundary: 'action',
      direction: 'request',
      tool_name: 'tool',
      text: 'a',
      parameters: { a: 1 },
    }),
  ).toEqual({
    ...context,
    boundary: 'action',
    direction: 'request',
    toolName: 'tool',
    text: 'a',
    parameters: { a: 1 },
  });
  expect(toExplainRequest({ boundary: 'input' })).toEqual({ boundary: 'input' });
});
