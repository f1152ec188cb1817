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
  /** Names of these options, with commas between. */
  readonly without?: string;
  readonly wouldHave?: string;
  readonly shadow?: string;
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
  without: 'without',
  wouldHave: 'would_have',
  shadow: 'shadow_policy_name',
} as const satisfies Record<keyof AuditFilterOptions, string>;

/** The options as the query of `/v1/audit`. */
export function auditFilterQuery(options: AuditFilterOptions): Record<string, string> {
  const names = Object.keys(FIELDS) as (keyof AuditFilterOptions)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = options[name];
      if (value === undefined) return [];
      return [[FIELDS[name], name === 'without' ? fieldsOf(value) : value]];
    }),
  );
}

/** Names of options as the route has them; others are for the route to refuse. */
function fieldsOf(names: string): string {
  const fields: Readonly<Record<string, string>> = FIELDS;
  return names
    .split(',')
    .map((name) => (Object.hasOwn(fields, name) ? fields[name] : name))
    .join(',');
}
