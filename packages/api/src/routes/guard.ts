import { Type } from '@sinclair/typebox';
import { DecisionAnswer } from '../schema/answer.ts';
import { CONTEXT_FIELDS, ExplainQuery, RequestBody } from '../schema/request.ts';
import { exampleDecision } from './examples.ts';
import { defineRoute } from './route.ts';

export const GuardOutputBody = RequestBody('GuardOutputRequest', {
  text: Type.String({ description: "The model's answer." }),
  ...CONTEXT_FIELDS,
});

export const GuardOutputAnswer = DecisionAnswer('GuardOutputAnswer', {
  safe_output: Type.String({ description: 'Always safe to show.' }),
  fallback_used: Type.Boolean({
    description: "A rule's fallback text stands in place of the output.",
  }),
});

export const guardOutputRoute = defineRoute({
  id: 'guard_output',
  method: 'POST',
  path: '/v1/guard/output',
  summary: 'Redact personal data and secrets before text reaches the user',
  tags: ['guard'],
  hot: true,
  query: ExplainQuery,
  body: {
    schema: GuardOutputBody,
    required: true,
    example: {
      text: 'Contact alice@example.com or call 555-0100.',
      agent_id: 'default-agent',
    },
  },
  answer: {
    description: 'The decision, and the output that may be shown.',
    schema: GuardOutputAnswer,
    example: {
      decision: exampleDecision('redact', 'PII detected in output', 'default-pii-redaction'),
      detections: [
        {
          type: 'email',
          detector: 'email',
          tags: ['personal.pii.email'],
          value: 'alice@example.com',
          location: { start: 8, end: 25 },
          confidence: 0.95,
        },
        {
          type: 'phone',
          detector: 'phone',
          tags: ['personal.pii.phone'],
          value: '555-0100',
          location: { start: 34, end: 42 },
          confidence: 0.6,
        },
      ],
      safe_output: 'Contact [EMAIL_REDACTED] or call [PHONE_REDACTED].',
      fallback_used: false,
    },
  },
  errors: ['invalid_tag'],
});
