import { MAX_CAPABILITY_TOKEN_LENGTH, MAX_OPERATION_ID_LENGTH } from '@safeai/core';
import { Type, type Static, type TUnsafe } from '@sinclair/typebox';
import { DecisionAnswer } from '../schema/answer.ts';
import { AnyJson, AnyJsonObject, AnyJsonObjectOrNull, StringOrNull } from '../schema/json.ts';
import { CONTEXT_FIELDS, ExplainQuery, Identifier, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { exampleDecision } from './examples.ts';
import { defineRoute } from './route.ts';

const ACTION_FIELDS = {
  approval_request_id: Type.Optional(
    Identifier('Of an approved request, on the retry of exactly the same action.'),
  ),
  justification: Type.Optional(
    Type.String({ maxLength: 4096, description: 'Why it is needed; shown to the approver.' }),
  ),
  operation_id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: MAX_OPERATION_ID_LENGTH,
      description:
        "The caller's name for one intended effect, which happens at most once. For another action: 409.",
    }),
  ),
  capability_token: Type.Optional(
    Type.String({
      maxLength: MAX_CAPABILITY_TOKEN_LENGTH,
      description: 'Of a grant for this agent and tool. Recorded nowhere.',
    }),
  ),
};

const TOOL_FIELDS = {
  tool_name: Identifier('The tool that is called.'),
  source_agent_id: Type.Optional(Identifier('The agent that asks for the call.')),
  destination_agent_id: Type.Optional(Identifier('The agent that carries it out.')),
  ...ACTION_FIELDS,
  ...CONTEXT_FIELDS,
};

export const ToolRequestBody = RequestBody('ToolRequest', {
  phase: StringEnum(['request'], { description: 'Before the tool runs.' }),
  parameters: AnyJsonObject({ description: 'The arguments of the call.' }),
  ...TOOL_FIELDS,
});

export const ToolResponseBody = RequestBody('ToolResponse', {
  phase: StringEnum(['response'], { description: 'After the tool ran.' }),
  response: AnyJson("The tool's output."),
  decision_id: Type.Optional(
    Identifier('The decision that let the call through: it is reported as succeeded.'),
  ),
  parameters: Type.Optional(
    AnyJsonObject({
      description: 'Accepted, so that the body of the request phase can be sent again; not judged.',
    }),
  ),
  ...TOOL_FIELDS,
});

/** Either phase. */
export const InterceptToolBody: TUnsafe<
  Static<typeof ToolRequestBody> | Static<typeof ToolResponseBody>
> = Type.Unsafe({
  title: 'InterceptToolRequest',
  type: 'object',
  required: ['phase'],
  discriminator: { propertyName: 'phase' },
  oneOf: [ToolRequestBody, ToolResponseBody],
});

const PermissionFields = {
  stripped_fields: Type.Array(Type.String(), {
    description: 'Top-level fields that contract or identity took away.',
  }),
  unauthorized_tags: Type.Array(Type.String(), {
    description: 'Tags that the contract or the identity does not allow.',
  }),
};

export const ToolRequestAnswer = DecisionAnswer('ToolRequestAnswer', {
  phase: StringEnum(['request']),
  filtered_parameters: AnyJsonObjectOrNull('What to call with; null when blocked or pending.'),
  ...PermissionFields,
  approval_request_id: Type.Optional(Type.String({ description: 'What a person decides on.' })),
});

export const ToolResponseAnswer = DecisionAnswer('ToolResponseAnswer', {
  phase: StringEnum(['response']),
  filtered_response: AnyJson('What the agent may see; null when blocked.'),
  ...PermissionFields,
});

/** The answer to either phase. */
export const InterceptToolAnswer: TUnsafe<
  Static<typeof ToolRequestAnswer> | Static<typeof ToolResponseAnswer>
> = Type.Unsafe({
  title: 'InterceptToolAnswer',
  type: 'object',
  required: ['phase'],
  discriminator: { propertyName: 'phase' },
  oneOf: [ToolRequestAnswer, ToolResponseAnswer],
});

export const interceptToolRoute = defineRoute({
  id: 'intercept_tool',
  method: 'POST',
  path: '/v1/intercept/tool',
  summary: 'Judge a tool call before it runs, or its output after',
  tags: ['intercept'],
  hot: true,
  query: ExplainQuery,
  body: {
    schema: InterceptToolBody,
    required: true,
    example: {
      phase: 'request',
      tool_name: 'shell_exec',
      parameters: { command: 'rm -rf /' },
      data_tags: ['destructive'],
      agent_id: 'default-agent',
      session_id: 'sess-001',
    },
  },
  answer: {
    description: 'The decision, and what to go on with.',
    schema: InterceptToolAnswer,
    example: {
      decision: exampleDecision(
        'block',
        'Destructive command blocked by policy',
        'default-destructive-command',
      ),
      detections: [],
      phase: 'request',
      filtered_parameters: null,
      stripped_fields: [],
      unauthorized_tags: [],
    },
  },
  errors: ['invalid_tag', 'not_found', 'conflict', 'state_unavailable'],
});

export const AgentMessageBody = RequestBody('AgentMessageRequest', {
  message: Type.String({ description: 'What one agent tells the other.' }),
  source_agent_id: Identifier('The agent that sends it.'),
  destination_agent_id: Identifier('The agent that gets it.'),
  ...ACTION_FIELDS,
  ...CONTEXT_FIELDS,
});

export const AgentMessageAnswer = DecisionAnswer('AgentMessageAnswer', {
  filtered_message: StringOrNull('What to deliver; null when blocked or pending.'),
  approval_request_id: Type.Optional(Type.String({ description: 'What a person decides on.' })),
});

export const interceptMessageRoute = defineRoute({
  id: 'intercept_agent_message',
  method: 'POST',
  path: '/v1/intercept/agent-message',
  summary: 'Judge a message from one agent to another',
  tags: ['intercept'],
  hot: true,
  query: ExplainQuery,
  body: {
    schema: AgentMessageBody,
    required: true,
    example: {
      message: 'The report is ready.',
      source_agent_id: 'researcher',
      destination_agent_id: 'writer',
    },
  },
  answer: {
    description: 'The decision, and the message to deliver.',
    schema: AgentMessageAnswer,
    example: {
      decision: exampleDecision('allow', 'Allowed by default policy', 'default-allow'),
      detections: [],
      filtered_message: 'The report is ready.',
    },
  },
  errors: ['invalid_tag', 'not_found', 'conflict', 'state_unavailable'],
});
