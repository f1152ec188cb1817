import { decide } from '../approvals/decide.ts';
import { asQuery } from './as-query.ts';
import { answerOf, answerFieldsOf, inputSchema, outputSchema, queryOf } from './schema.ts';
import { READS, type Tool } from './tool.ts';

export const listApprovals: Tool = {
  name: 'list_approvals',
  title: 'List requests for approval',
  description:
    'Requests for approval, newest first: which agent wants to call which tool, why policy asks, how it stands. ' +
    'Parameters are redacted. Narrow it with `status: "pending"`; `next_cursor` leads to older ones.',
  input: inputSchema(queryOf('approvals')),
  output: outputSchema(
    {
      approvals: answerOf('approvals'),
      next_cursor: {
        type: ['string', 'null'],
        description: 'For `cursor`; null on the last page.',
      },
    },
    ['approvals', 'next_cursor'],
  ),
  annotations: READS,
  run: async (args, { routes, signal }) => {
    const { body, headers } = await routes.call('approvals', { query: asQuery(args), signal });
    return { approvals: body, next_cursor: headers['x-next-cursor'] ?? null };
  },
};

const REQUEST = {
  request_id: {
    ...{ type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' },
    description: 'The `request_id` of list_approvals (`ar-…`).',
  },
  note: { type: 'string', maxLength: 2000, description: 'Why, for the record.' },
};

const DECISION = outputSchema(
  answerFieldsOf('approval_approve'),
  answerOf('approval_approve').required,
);

export const approve: Tool = {
  name: 'approve',
  title: 'Approve a request',
  description:
    'Approve the request of another agent, because the user has said so. Works only where a person named an approver ' +
    'for this server in its configuration, and never for requests that were made through it.',
  input: inputSchema(REQUEST, ['request_id']),
  output: DECISION,
  annotations: {
    ...{ readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  },
  run: (args, context) => decide('approve', args, context),
};

export const deny: Tool = {
  name: 'deny',
  title: 'Deny a request',
  description:
    'Deny the request of another agent, for good. Works only where a person named an approver for this server in its ' +
    'configuration, and never for requests that were made through it.',
  input: inputSchema(REQUEST, ['request_id']),
  output: DECISION,
  annotations: {
    ...{ readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  },
  run: (args, context) => decide('deny', args, context),
};
