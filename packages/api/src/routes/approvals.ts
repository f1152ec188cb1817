import { Type } from '@sinclair/typebox';
import { APPROVAL_STATUSES, ApprovalDecisionSchema, ApprovalSchema } from '../schema/approval.ts';
import { Identifier, NoQuery, Query, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { EXAMPLE_APPROVAL, EXAMPLE_APPROVAL_DECISION } from './approvals-example.ts';
import { defineRoute } from './route.ts';

/** Most requests of one page. */
const MAX_APPROVALS_PAGE = 1000;

/** Longest wait for a decision, in seconds. */
const MAX_APPROVAL_WAIT = 60;

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

const DecisionBody = RequestBody('ApprovalDecisionRequest', {
  approver_id: APPROVER,
  note: Type.Optional(Type.String({ maxLength: MAX_NOTE, description: 'Why.' })),
});

const CancelBody = RequestBody('ApprovalCancelRequest', { approver_id: APPROVER });

/** What the routes have in common that change a request. */
const CHANGE = {
  method: 'POST',
  params: APPROVAL_PARAMS,
  tags: ['approvals'],
  hot: false,
  query: NoQuery,
  errors: [],
} as const;

const DECIDED = {
  description: 'What it came to.',
  schema: ApprovalDecisionSchema,
  example: EXAMPLE_APPROVAL_DECISION,
};

export const approveRoute = defineRoute({
  ...CHANGE,
  id: 'approval_approve',
  path: '/v1/approvals/{id}/approve',
  summary: 'Approve a request',
  body: {
    schema: DecisionBody,
    required: false,
    example: { approver_id: 'security-admin', note: 'Reviewed — safe to proceed with cleanup' },
  },
  answer: DECIDED,
});

export const denyRoute = defineRoute({
  ...CHANGE,
  id: 'approval_deny',
  path: '/v1/approvals/{id}/deny',
  summary: 'Deny a request; one denial is final',
  body: {
    schema: DecisionBody,
    required: false,
    example: { approver_id: 'security-admin', note: 'Not in working hours' },
  },
  answer: { ...DECIDED, example: { ...EXAMPLE_APPROVAL_DECISION, status: 'denied' } },
});

export const cancelRoute = defineRoute({
  ...CHANGE,
  id: 'approval_cancel',
  path: '/v1/approvals/{id}/cancel',
  summary: 'Withdraw a request: for its requester and for admins',
  body: {
    schema: CancelBody,
    required: false,
    example: { approver_id: 'security-admin' },
  },
  answer: { ...DECIDED, example: { ...EXAMPLE_APPROVAL_DECISION, status: 'cancelled' } },
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
