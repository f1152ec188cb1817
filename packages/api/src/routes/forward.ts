import { Type } from '@sinclair/typebox';
import { DecisionSchema } from '../schema/decision.ts';
import { AnyJson } from '../schema/json.ts';
import { CONTEXT_FIELDS, Identifier, NoQuery, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { exampleDecision } from './examples.ts';
import { defineRoute } from './route.ts';

const MAX_ADDRESS = 8192;

export const ForwardBody = RequestBody('ForwardRequest', {
  method: StringEnum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: MAX_ADDRESS,
      description: 'Below the address of the upstream, with its query: `/v1/chat/completions`.',
    }),
  ),
  headers: Type.Optional(
    Type.Record(Type.String({ maxLength: 256 }), Type.String({ maxLength: MAX_ADDRESS }), {
      description: 'Those that providers read go up, and no others.',
    }),
  ),
  json_body: Type.Optional(AnyJson('The body, as JSON.')),
  text_body: Type.Optional(
    Type.String({ description: 'The body, as a text, in the place of `json_body`.' }),
  ),
  upstream: Type.Optional(Identifier('The upstream of this name, in place of routing by model.')),
  upstream_url: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: MAX_ADDRESS,
      description:
        'An address at or below that of a configured upstream; `path`, where it is given, comes after it.',
    }),
  ),
  approval_request_id: Type.Optional(
    Identifier('Of an approved tool call that the model is expected to make again.'),
  ),
  ...CONTEXT_FIELDS,
});

export const ForwardAnswer = Type.Object(
  {
    upstream_status: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      description: 'Null where nothing was sent.',
    }),
    upstream_headers: Type.Record(Type.String(), Type.String(), {
      description: 'Those that may go back.',
    }),
    decision: DecisionSchema,
    approval_request_id: Type.Optional(
      Type.String({ description: 'What a person decides on, where the decision is pending.' }),
    ),
    body: AnyJson(
      'What the upstream answered, guarded: JSON as JSON, anything else as a text, a stream collected. Null when blocked or pending.',
    ),
  },
  { title: 'ForwardAnswer', additionalProperties: false },
);

export const forwardRoute = defineRoute({
  id: 'proxy_forward',
  method: 'POST',
  path: '/v1/proxy/forward',
  summary: 'Forward a request to a provider, guarded both ways',
  tags: ['gateway'],
  hot: false,
  forwards: true,
  query: NoQuery,
  body: {
    schema: ForwardBody,
    required: true,
    example: {
      method: 'POST',
      path: '/v1/chat/completions',
      json_body: {
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: 'Hello' }],
      },
      agent_id: 'default-agent',
    },
  },
  answer: {
    description: 'The decision, and what the upstream answered. In gateway mode alone.',
    schema: ForwardAnswer,
    example: {
      upstream_status: 200,
      upstream_headers: { 'content-type': 'application/json' },
      decision: exampleDecision('allow', 'Allowed by default policy', 'default-allow'),
      body: { choices: [{ message: { role: 'assistant', content: 'Hello!' } }] },
    },
  },
  errors: [
    ...['not_found', 'invalid_tag', 'unscanned_content', 'budget_exceeded'],
    ...['upstream_refused', 'upstream_error', 'malformed_stream'],
    ...['upstream_unavailable', 'upstream_timeout'],
  ] as const,
});
