const DIGEST = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c';

/** A request for approval, as the documents show it. */
export const EXAMPLE_APPROVAL = {
  request_id: 'ar-a1b2c3d4e5f60718293a4b5c',
  agent_id: 'default-agent',
  tool_name: 'database_query',
  status: 'pending',
  created_at: '2026-01-15T10:30:00.000Z',
  expires_at: '2026-01-15T11:00:00.000Z',
  server_time: '2026-01-15T10:31:12.000Z',
  note: null,
  tenant_id: 'default',
  session_id: 'sess-002',
  policy_name: 'default-destructive-database',
  policy_revision: DIGEST,
  reason: 'Human approval required for destructive database operation',
  requester: 'local',
  justification: null,
  parameters: { query: 'DELETE FROM users WHERE active = false' },
  parameters_omitted: false,
  parameters_digest: DIGEST,
  requirements: [
    {
      policy_name: 'default-destructive-database',
      min_approvals: 1,
      groups: [],
      escalate_to: null,
    },
  ],
  votes: [],
  escalated: false,
  consumed_at: null,
};

/** The answer to an approval. */
export const EXAMPLE_APPROVAL_DECISION = {
  request_id: EXAMPLE_APPROVAL.request_id,
  status: 'approved',
  approver_id: 'security-admin',
  decided_by: ['security-admin'],
  tenant_id: 'default',
  agent_id: 'default-agent',
  tool_name: 'database_query',
  expires_at: EXAMPLE_APPROVAL.expires_at,
  server_time: EXAMPLE_APPROVAL.server_time,
};
