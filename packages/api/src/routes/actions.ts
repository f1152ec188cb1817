import { MAX_OUTCOME_DETAIL_LENGTH } from '@safeai/core';
import { Type } from '@sinclair/typebox';
import { StringOrNull } from '../schema/json.ts';
import { NoQuery, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { EXAMPLE_DECISION_ID } from './examples.ts';
import { defineRoute } from './route.ts';

const OUTCOMES = ['succeeded', 'failed', 'unknown'] as const;

export const OutcomeBody = RequestBody('OutcomeRequest', {
  outcome: StringEnum(OUTCOMES, {
    description: '`unknown` when nobody can tell yet; it may be settled once, later.',
  }),
  detail: Type.Optional(
    Type.String({ maxLength: MAX_OUTCOME_DETAIL_LENGTH, description: 'A note for the record.' }),
  ),
});

export const OutcomeAnswer = Type.Object(
  {
    decision_id: Type.String({ description: 'The decision that let the action through.' }),
    outcome: StringEnum(OUTCOMES, { description: 'What is on record now.' }),
    operation_id: StringOrNull(
      'The operation that the action was for; null where it named none, a digest where its name held a detection.',
    ),
    result: StringEnum(['settled', 'same'], {
      description: '`same` when it was on record already.',
    }),
  },
  { title: 'OutcomeAnswer', additionalProperties: false },
);

export const outcomeRoute = defineRoute({
  id: 'action_outcome',
  method: 'POST',
  path: '/v1/actions/{decision_id}/outcome',
  params: Type.Object({
    decision_id: Type.String({
      pattern: '^[A-Za-z0-9-]{1,64}$',
      description: 'The `decision.decision_id` of a tool call or message that was let through.',
      examples: [EXAMPLE_DECISION_ID],
    }),
  }),
  summary: 'Report how an action ended',
  tags: ['actions'],
  hot: true,
  query: NoQuery,
  body: { schema: OutcomeBody, required: true, example: { outcome: 'succeeded' } },
  answer: {
    description: 'What is on record.',
    schema: OutcomeAnswer,
    example: {
      decision_id: EXAMPLE_DECISION_ID,
      outcome: 'succeeded',
      operation_id: 'pay-inv-7',
      result: 'settled',
    },
  },
  errors: ['conflict', 'state_unavailable'],
});
