/** Options that say which records are meant. */
export interface AuditFilterOptions {
  readonly since?: string;
  readonly until?: string;
  readonly last?: string;
  readonly event?: string;
  readonly action?: string;
  readonly boundary?: string;
  readonly tenant?: string;
  readonly agent?: string;
  readonly session?: string;
  readonly tool?: string;
  readonly policy?: string;
  readonly tag?: string;
  readonly decision?: string;
  readonly approval?: string;
}

/** The route's names for the options that have others. */
const FIELDS = {
  since: 'since',
  until: 'until',
  last: 'last',
  event: 'event',
  action: 'action',
  boundary: 'boundary',
  tenant: 'tenant_id',
  agent: 'agent_id',
  session: 'session_id',
  tool: 'tool_name',
  policy: 'policy_name',
  tag: 'data_tag',
  decision: 'decision_id',
  approval: 'approval_request_id',
} as const satisfies Record<keyof AuditFilterOptions, string>;

/** The options as the query of `/v1/audit`. */
export function auditFilterQuery(options: AuditFilterOptions): Record<string, string> {
  const names = Object.keys(FIELDS) as (keyof AuditFilterOptions)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = options[name];
      return value === undefined ? [] : [[FIELDS[name], value]];
    }),
  );
}
