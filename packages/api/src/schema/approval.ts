import type { ApprovalStatus, JsonValue } from '@safeai/core';
import { Type, type Static } from '@sinclair/typebox';
import { AnyJson, StringOrNull } from './json.ts';
import { StringEnum } from './string-enum.ts';

/** What a request for approval can be. */
export const APPROVAL_STATUSES = [
  'pending',
  'approved',
  'denied',
  'expired',
  'consumed',
  'cancelled',
] as const satisfies readonly ApprovalStatus[];

const Time = (description: string) => Type.String({ format: 'date-time', description });

/** One approver's word. */
const VoteSchema = Type.Object(
  {
    approver_id: Type.String(),
    roles: Type.Array(Type.String()),
    verdict: StringEnum(['approve', 'deny']),
    at: Time('When.'),
    note: StringOrNull('Redacted.'),
    verified: Type.Boolean({
      description: 'False where the approver was named on trusted loopback, without a credential.',
    }),
  },
  { title: 'ApprovalVote', additionalProperties: false },
);

const RequirementSchema = Type.Object(
  {
    policy_name: Type.String(),
    min_approvals: Type.Integer({ minimum: 1 }),
    groups: Type.Array(
      Type.Object(
        { role: Type.String(), count: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
    ),
    escalate_to: StringOrNull('Whom an escalation is for.'),
  },
  { title: 'ApprovalRequirement', additionalProperties: false },
);

/** What everybody sees who may see a request at all. */
const STATUS_FIELDS = {
  request_id: Type.String(),
  agent_id: Type.String(),
  tool_name: Type.String(),
  status: StringEnum(APPROVAL_STATUSES),
  created_at: Time('When it was made.'),
  expires_at: Time('From then on it is rejected.'),
  server_time: Time('Now, by the server.'),
  note: StringOrNull('What the one who decided last wrote, redacted.'),
};

/** What those see besides who decide and audit. */
const REVIEW_FIELDS = {
  tenant_id: Type.String(),
  session_id: StringOrNull('The session that it belongs to.'),
  policy_name: Type.String({ description: 'The rules that ask for it.' }),
  policy_revision: Type.String(),
  reason: Type.String(),
  requester: Type.String({ description: 'The principal behind it, who may not decide.' }),
  justification: StringOrNull("The agent's own words, redacted."),
  parameters: AnyJson('The exact parameters, redacted; null where left out.'),
  parameters_omitted: Type.Boolean({
    description: 'Too long for a list: GET /v1/approvals/{id} shows them whole.',
  }),
  parameters_digest: Type.String({ description: 'HMAC (hex) of the exact parameters.' }),
  requirements: Type.Array(RequirementSchema, { description: 'Each has to be met.' }),
  votes: Type.Array(VoteSchema),
  escalated: Type.Boolean(),
  consumed_at: StringOrNull('When it was used.'),
};

/** A request for approval; agents see the first fields alone. */
export const ApprovalSchema = Type.Object(
  { ...STATUS_FIELDS, ...Type.Partial(Type.Object(REVIEW_FIELDS)).properties },
  { title: 'Approval', additionalProperties: false },
);

/** What a decision came to. */
export const ApprovalDecisionSchema = Type.Object(
  {
    request_id: Type.String(),
    status: StringEnum(APPROVAL_STATUSES, {
      description: '`pending` where further approvals are needed.',
    }),
    approver_id: Type.String({ description: 'Who decided now.' }),
    decided_by: Type.Array(Type.String(), { description: 'Everybody whose vote counts.' }),
    tenant_id: Type.String(),
    agent_id: Type.String(),
    tool_name: Type.String(),
    expires_at: Time('From then on it is rejected.'),
    server_time: Time('Now, by the server.'),
  },
  { title: 'ApprovalDecision', additionalProperties: false },
);

/** A request for approval on the wire. */
export type WireApproval = Static<typeof ApprovalSchema> & { parameters?: JsonValue };

/** What a decision came to, on the wire. */
export type WireApprovalDecision = Static<typeof ApprovalDecisionSchema>;
