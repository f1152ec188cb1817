/**
 * The tables, as lists of changes: a file's `user_version` says how many it has. A published change is never
 * edited; new ones go to the end. Names of tenants, agents, sessions, tools, keys, operations and limits are
 * hashes, `body` is sealed. Times are milliseconds since the epoch.
 */
export const STATE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE file_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    wrapped_by TEXT NOT NULL,
    wrapped BLOB NOT NULL
  ) STRICT;
  CREATE TABLE data_keys (
    tenant BLOB PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    wrapped_by TEXT NOT NULL,
    wrapped BLOB NOT NULL
  ) STRICT;

  CREATE TABLE approvals (
    request_id TEXT PRIMARY KEY,
    tenant BLOB NOT NULL,
    agent BLOB NOT NULL,
    tool BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    due_at REAL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX approvals_by_fingerprint ON approvals (tenant, fingerprint, expires_at);
  CREATE INDEX approvals_by_age ON approvals (created_at, request_id);
  CREATE INDEX approvals_of_tenant ON approvals (tenant, created_at, request_id);
  CREATE INDEX approvals_pending ON approvals (tenant, expires_at, agent) WHERE status = 'pending';
  CREATE INDEX approvals_by_expiry ON approvals (expires_at);
  CREATE INDEX approvals_due ON approvals (due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE operations (
    tenant BLOB NOT NULL,
    name BLOB NOT NULL,
    decision BLOB NOT NULL,
    outcome TEXT,
    started_at REAL NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (tenant, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX operations_by_decision ON operations (decision, tenant);
  CREATE INDEX operations_by_age ON operations (started_at);
  CREATE TABLE outcomes (
    tenant BLOB NOT NULL,
    decision BLOB NOT NULL,
    outcome TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (tenant, decision)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX outcomes_by_age ON outcomes (at);

  CREATE TABLE capabilities (
    id TEXT PRIMARY KEY,
    tenant BLOB NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX capabilities_by_expiry ON capabilities (expires_at);
  CREATE INDEX capabilities_by_age ON capabilities (created_at, id);
  CREATE INDEX capabilities_of_tenant ON capabilities (tenant, created_at, id);

  CREATE TABLE memory (
    address BLOB PRIMARY KEY,
    tenant BLOB NOT NULL,
    owner BLOB NOT NULL,
    handle BLOB NOT NULL,
    data_key TEXT NOT NULL,
    expires_at REAL NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX memory_of_owner ON memory (owner, expires_at);
  CREATE INDEX memory_by_handle ON memory (handle);
  CREATE INDEX memory_of_tenant ON memory (tenant, expires_at);
  CREATE INDEX memory_by_expiry ON memory (expires_at);
  `,
  `
  CREATE TABLE lockdowns (
    id TEXT PRIMARY KEY,
    tenant BLOB NOT NULL,
    created_at REAL NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    created_at REAL NOT NULL,
    over_at REAL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX api_keys_by_age ON api_keys (created_at, id);
  CREATE INDEX api_keys_by_end ON api_keys (over_at) WHERE over_at IS NOT NULL;
  CREATE TABLE api_key_tenants (
    tenant BLOB NOT NULL,
    api_key TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    PRIMARY KEY (tenant, api_key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX api_key_tenants_of_key ON api_key_tenants (api_key, tenant);
  `,
  `
  CREATE TABLE budget_accounts (
    account BLOB PRIMARY KEY,
    tenant BLOB NOT NULL,
    window_start REAL NOT NULL,
    window_end REAL,
    committed_micros INTEGER NOT NULL,
    committed_tokens INTEGER NOT NULL,
    reserved_micros INTEGER NOT NULL,
    reserved_tokens INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX budget_accounts_by_end ON budget_accounts (window_end);
  CREATE INDEX budget_accounts_of_tenant ON budget_accounts (tenant, window_end);
  CREATE TABLE budget_leases (
    id BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    micros INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    expires_at REAL NOT NULL,
    ended_at REAL,
    accounts BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX budget_leases_live ON budget_leases (expires_at) WHERE state = 'live';
  CREATE INDEX budget_leases_by_end ON budget_leases (ended_at) WHERE ended_at IS NOT NULL;
  CREATE TABLE spend (
    day REAL NOT NULL,
    whose BLOB NOT NULL,
    tenant BLOB NOT NULL,
    micros INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    unpriced_calls INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (day, whose)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX spend_of_tenant ON spend (tenant, day);
  `,
  `
  CREATE TABLE alerts (
    key BLOB PRIMARY KEY,
    tenant BLOB NOT NULL,
    is_open INTEGER NOT NULL,
    due_at REAL,
    changed_at REAL NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX alerts_due ON alerts (due_at, key) WHERE due_at IS NOT NULL;
  CREATE INDEX alerts_by_change ON alerts (changed_at);
  CREATE INDEX alerts_of_tenant ON alerts (tenant, changed_at);
  CREATE TABLE outbox (
    channel BLOB NOT NULL,
    id BLOB NOT NULL,
    key BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    tenant BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at REAL NOT NULL,
    due_at REAL NOT NULL,
    lease_id TEXT,
    leased_until REAL NOT NULL,
    ended_at REAL,
    body BLOB NOT NULL,
    PRIMARY KEY (channel, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX outbox_waiting ON outbox (channel, key, sequence) WHERE state = 'waiting';
  CREATE INDEX outbox_due ON outbox (channel, due_at) WHERE state = 'waiting';
  CREATE INDEX outbox_by_state ON outbox (state, created_at);
  CREATE INDEX outbox_by_end ON outbox (ended_at) WHERE ended_at IS NOT NULL;
  CREATE TABLE silences (
    id TEXT PRIMARY KEY,
    tenant BLOB NOT NULL,
    created_at REAL NOT NULL,
    until REAL NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX silences_by_end ON silences (until);
  `,
];

/** The tables of what may be lost with the machine's last moments. */
export const SESSION_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    used_at REAL NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX sessions_by_use ON sessions (used_at);

  CREATE TABLE pseudonym_sessions (
    id BLOB PRIMARY KEY,
    tenant BLOB NOT NULL,
    data_key TEXT NOT NULL,
    ttl_ms REAL NOT NULL,
    used_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    uses INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX pseudonym_sessions_by_expiry ON pseudonym_sessions (expires_at);
  CREATE INDEX pseudonym_sessions_by_use ON pseudonym_sessions (used_at);
  CREATE INDEX pseudonym_sessions_of_tenant ON pseudonym_sessions (tenant);
  CREATE TABLE pseudonyms (
    session BLOB NOT NULL REFERENCES pseudonym_sessions (id) ON DELETE CASCADE,
    name BLOB NOT NULL,
    used INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (session, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pseudonyms_by_use ON pseudonyms (session, used);
  `,
  `
  CREATE TABLE limit_windows (
    id BLOB PRIMARY KEY,
    total REAL NOT NULL,
    starts_at REAL NOT NULL,
    ends_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX limit_windows_by_end ON limit_windows (ends_at);
  `,
];
