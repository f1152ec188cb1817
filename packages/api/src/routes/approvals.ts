import { Type } from '@sinclair/typebox';
import { APPROVAL_STATUSES, ApprovalDecisionSchema, ApprovalSchema } from '../schema/approval.ts';
import { Identifier, NoQuery, Query, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { EXAMPLE_APPROVAL, EXAMPLE_APPROVAL_DECISION } from './approvals-example.ts';
import { defineRoute } from './route.ts';

/** Most requests of one page. */
export const MAX_APPROVALS_PAGE = 1000;

/** Longest wait for a decision, in seconds. */
export const MAX_APPROVAL_WAIT = 60;

/** Longest note of an approver, in UTF-16 code units. */
const MAX_NOTE = 2000;

const APPROVAL_PARAMS = Type.Object({
  id: Type.String({
    pattern: '^[A-Za-z0-9-]{1,64}$',
    description: 'The `approval_request_id` of an answer.',
    examples: [EXAMPLE_APPROVAL.request_id],
  }),
});

export const approvalsRoute = defineRoute({
  id: 'approvals',
  method: 'GET',
  path: '/v1/approvals',
  summary: 'Requests for approval, newest first',
  tags: ['approvals'],
  hot: false,
  query: Query({
    status: Type.Optional(StringEnum(APPROVAL_STATUSES)),
    agent_id: Type.Optional(Identifier('The agent that asks.')),
    tool_name: Type.Optional(Identifier('The tool that it wants to call.')),
    tenant_id: Type.Optional(Identifier("One of the caller's tenants; all of them if absent.")),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_APPROVALS_PAGE,
        default: 50,
        description: 'Most requests of the answer.',
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: '`x-next-cursor` of the page before.',
      }),
    ),
  }),
  answer: {
    description: 'The requests, newest first.',
    schema: Type.Array(ApprovalSchema, { title: 'ApprovalPage' }),
    headers: { 'x-next-cursor': 'Where the next page begins; absent on the last one.' },
    example: [EXAMPLE_APPROVAL],
  },
  errors: ['state_unavailable'],
});

export const approvalRoute = defineRoute({
  id: 'approval',
  method: 'GET',
  path: '/v1/approvals/{id}',
  params: APPROVAL_PARAMS,
  summary: 'One request for approval',
  tags: ['approvals'],
  hot: false,
  query: Query({
    wait: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_APPROVAL_WAIT,
        description: 'While it is pending, wait for a decision: so many seconds at most.',
      }),
    ),
  }),
  answer: { description: 'The request.', schema: ApprovalSchema, example: EXAMPLE_APPROVAL },
  errors: ['state_unavailable'],
});

const APPROVER = Type.Optional(
  Identifier(
    'Who decides. On trusted loopback a configured approver or admin; elsewhere the caller itself.',
  ),
);

export const ApprovalDecisionBody = RequestBody('ApprovalDecisionRequest', {
  approver_id: APPROVER,
  note: Type.Optional(Type.String({ maxLength: MAX_NOTE, description: 'Why.' })),
});

export const ApprovalCancelBody = RequestBody('ApprovalCancelRequest', { approver_id: APPROVER });

const DECIDED = {
  description: 'What it came to.',
  schema: ApprovalDecisionSchema,
  example: EXAMPLE_APPROVAL_DECISION,
};

export const approveRoute = defineRoute({
  id: 'approval_approve',
  method: 'POST',
  path: '/v1/approvals/{id}/approve',
  params: APPROVAL_PARAMS,
  summary: 'Approve a request',
  tags: ['approvals'],
  hot: false,
  query: NoQuery,
  body: {
    schema: ApprovalDecisionBody,
    required: false,
    example: { approver_id: 'security-admin', note: 'Reviewed — safe to proceed with cleanup' },
  },
  answer: DECIDED,
  errors: [],
});

export const denyRoute = defineRoute({
  id: 'approval_deny',
  method: 'POST',
  path: '/v1/approvals/{id}/deny',
  params: APPROVAL_PARAMS,
  summary: 'Deny a request; one denial is final',
  tags: ['approvals'],
  hot: false,
  query: NoQuery,
  body: {
    schema: ApprovalDecisionBody,
    required: false,
    example: { approver_id: 'security-admin', note: 'Not in working hours' },
  },
  answer: { ...DECIDED, example: { ...EXAMPLE_APPROVAL_DECISION, status: 'denied' } },
  errors: [],
});

export const cancelRoute = defineRoute({
  id: 'approval_cancel',
  method: 'POST',
  path: '/v1/approvals/{id}/cancel',
  params: APPROVAL_PARAMS,
  summary: 'Withdraw a request: for its requester and for admins',
  tags: ['approvals'],
  hot: false,
  query: NoQuery,
  body: {
    schema: ApprovalCancelBody,
    required: false,
    example: { approver_id: 'security-admin' },
  },
  answer: { ...DECIDED, example: { ...EXAMPLE_APPROVAL_DECISION, status: 'cancelled' } },
  errors: [],
});

export const approvalPageRoute = defineRoute({
  id: 'approval_page',
  method: 'GET',
  path: '/approvals/{id}',
  params: APPROVAL_PARAMS,
  summary: 'The page on which a person decides; opening it changes nothing',
  tags: ['approvals'],
  hot: false,
  query: NoQuery,
  answer: { description: 'A page.', mediaType: 'text/html; charset=utf-8' },
  errors: [],
});
