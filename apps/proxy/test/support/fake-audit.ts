import type { AuditAccess } from '@safeai/runtime';

type Line = NonNullable<Awaited<ReturnType<AuditAccess['find']>>>;

/** The decision that the fake history holds. */
export const RECORDED = '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10';

/** Its tenant. */
export const RECORDED_TENANT = 'acme';

const LINE: Line = {
  v: 1,
  writer: 'w1',
  seq: 7,
  ts: '2026-01-31T09:00:00.000Z',
  event: 'scan.blocked',
  decision_id: RECORDED,
  boundary: 'input',
  action: 'block',
  policy_name: 'default-secret-detection',
  policy_revision: 'ab'.repeat(32),
  tenant_id: RECORDED_TENANT,
  agent_id: 'default-agent',
  session_id: null,
  tool_name: null,
  data_tags: ['secret.api_key.openai'],
  detections: [{ type: 'secret', detector: 'openai-key', count: 1, digest: '5f1d7a84db00d2fc' }],
  parameters_digest: null,
  principal: 'local',
  approver_id: null,
  reason_code: null,
  approval_request_id: null,
  request_id: null,
  latency_us: 412,
  detail: { operation_id: 'op-1' },
  prev: '0'.repeat(64),
  hash: 'f'.repeat(64),
};

type Tally = Awaited<ReturnType<AuditAccess['tally']>>;

/** The tally of one line or none. */
function tallyOf(lines: readonly Line[], stepMs: number | undefined): Tally {
  const facet = (pick: (line: Line) => string | null): Tally['facets']['action'] => ({
    distinct: lines.length,
    values: lines.map((line) => ({
      value: pick(line),
      count: 1,
      lastTs: Date.parse(line.ts),
    })),
  });
  return {
    total: lines.length,
    facets: {
      action: facet((line) => line.action),
      boundary: facet((line) => line.boundary),
      event: facet((line) => line.event),
      tenantId: facet((line) => line.tenant_id),
      agentId: facet((line) => line.agent_id),
      toolName: facet((line) => line.tool_name),
      policyName: facet((line) => line.policy_name),
      shadowPolicyName: facet(() => null),
    },
    series: lines.flatMap(({ ts }) =>
      stepMs === undefined
        ? []
        : {
            ts: Math.floor(Date.parse(ts) / stepMs) * stepMs,
            total: 1,
            byAction: { allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 1 },
          },
    ),
  };
}

/**
 * A recorded history of one decision.
 *
 * @param asked told of each question; a failure of it is the history's
 */
export function fakeAudit(
  asked: (name: string, args: readonly unknown[]) => Promise<unknown>,
): AuditAccess {
  const sees = (tenants: readonly string[]): boolean =>
    tenants.includes('*') || tenants.includes(RECORDED_TENANT);
  return {
    query: async (query) => {
      await asked('audit.query', [query]);
      return { records: sees(query.tenants) ? [LINE] : [], nextCursor: 'more' };
    },
    tally: async (request) => {
      await asked('audit.tally', [request]);
      return tallyOf(sees(request.tenants) ? [LINE] : [], request.stepMs);
    },
    find: async (tenants, decisionId) => {
      await asked('audit.find', [tenants, decisionId]);
      return sees(tenants) && decisionId === RECORDED ? LINE : undefined;
    },
    verify: async () => {
      await asked('audit.verify', [{}]);
      return {
        ok: false,
        records: 7,
        segments: 1,
        checkpoints: 2,
        problems: [
          {
            code: 'hash_mismatch',
            file: 'audit-w1-000000000000001.ndjson',
            line: 3,
            byte: 900,
            seq: 3,
            message: 'Line 3 was changed.',
          },
        ],
      };
    },
    receipt: (record) => `header.${record.decision_id}.signature`,
    publicKeys: () => ({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'k1' }] }),
    status: () => ({
      state: 'ok',
      reason: null,
      writer: 'w1',
      lastSeq: 7,
      refused: 0,
      freeBytes: null,
    }),
  };
}
