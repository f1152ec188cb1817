import type {
  AlertState,
  ApiKey,
  ApprovalRecord,
  BudgetCharge,
  BudgetReservation,
  Capability,
  Lockdown,
  MemoryEntry,
  Operation,
  OutboxMessage,
  Silence,
  Spend,
} from '@safeai/core';

/** When examples were made. */
export const MADE_AT = 1_763_780_000_000;

/** A pending request. Its fingerprint follows from its id, unless one is given. */
export function approvalOf(given: Partial<ApprovalRecord> = {}): ApprovalRecord {
  const requestId = given.requestId ?? 'ar-000000000000000000000001';
  return {
    requestId,
    tenantId: 'acme',
    agentId: 'billing',
    sessionId: null,
    toolName: 'payments.refund',
    status: 'pending',
    fingerprint: `fingerprint of ${requestId}`,
    requirements: [{ policyName: 'refunds', minApprovals: 2 }],
    policyName: 'refunds',
    policyRevision: 'f00d',
    reason: 'Refunds wait for a human.',
    requester: 'agent:billing',
    justification: 'The customer asked twice.',
    redactedParameters: { amount: 12.5, to: ['[EMAIL]', null, true], ['__proto__']: 'x' },
    parametersDigest: 'beef',
    createdAt: MADE_AT,
    expiresAt: MADE_AT + 60_000,
    votes: [],
    dueAt: MADE_AT + 60_000,
    told: [],
    version: 1,
    ...given,
  };
}

/** A value of an agent's. Its handle follows from its key, unless one is given. */
export function entryOf(given: Partial<MemoryEntry> = {}): MemoryEntry {
  const key = given.key ?? 'language';
  return {
    tenantId: 'acme',
    scope: 'agent',
    owner: 'billing',
    key,
    handle: `mh-${key}`,
    value: { locale: 'en-US', weights: [1, 2.5, null], ['__proto__']: { a: '' } },
    tags: ['personal'],
    agentId: 'billing',
    encrypted: true,
    writtenAt: MADE_AT,
    expiresAt: MADE_AT + 60_000,
    ...given,
  };
}

/** An operation without an outcome. */
export function operationOf(given: Partial<Operation> = {}): Operation {
  return {
    tenantId: 'acme',
    operationId: 'refund-1',
    digest: 'd1',
    decisionId: 'decision-1',
    agentId: 'billing',
    toolName: 'payments.refund',
    startedAt: MADE_AT,
    outcome: null,
    ...given,
  };
}

/** An emergency stop. */
export function lockdownOf(given: Partial<Lockdown> = {}): Lockdown {
  return {
    id: 'ld-000000000000000000000001',
    tenantId: 'acme',
    agentId: 'billing',
    tool: 'payments.*',
    reason: 'refunds go wrong',
    setBy: 'admin',
    byOperator: true,
    createdAt: MADE_AT,
    ...given,
  };
}

/** An alert that goes on. */
export function alertOf(given: Partial<AlertState> = {}): AlertState {
  return {
    key: 'k1',
    tenantId: 'acme',
    isOpen: true,
    dueAt: null,
    changedAt: MADE_AT,
    version: 1,
    body: { rule: 'blocks', total: 3, members: [{ agent: null, count: 3 }], ['__proto__']: 'x' },
    ...given,
  };
}

/** A message about it. */
export function messageOf(given: Partial<OutboxMessage> = {}): OutboxMessage {
  return {
    id: 'm1',
    channel: 'mail',
    key: 'k1',
    sequence: 1,
    tenantId: 'acme',
    createdAt: MADE_AT,
    body: { rule: 'blocks', count: 3, ['__proto__']: { a: '' } },
    ...given,
  };
}

/** An hour in which nobody is told. */
export function silenceOf(given: Partial<Silence> = {}): Silence {
  return {
    id: 'si-000000000000000000000001',
    tenantId: 'acme',
    rule: 'blocks*',
    event: 'scan.blocked',
    agentId: null,
    reason: 'a penetration test',
    setBy: 'admin',
    createdAt: MADE_AT,
    until: MADE_AT + 3_600_000,
    ...given,
  };
}

/** A live grant. */
export function capabilityOf(given: Partial<Capability> = {}): Capability {
  return {
    id: 'cap-000000000000000000000001',
    tenantId: 'acme',
    agentId: 'billing',
    sessionId: null,
    tools: ['payments.*'],
    secrets: ['env/STRIPE#key'],
    actions: ['invoke', 'resolve'],
    secretDigest: 'abad1dea',
    issuer: 'admin',
    createdAt: MADE_AT,
    expiresAt: MADE_AT + 60_000,
    revokedAt: null,
    ...given,
  };
}

/** A live key. */
export function apiKeyOf(given: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'key-000000000001',
    tenants: ['acme'],
    roles: ['agent'],
    agents: ['billing'],
    user: 'ci',
    createdAt: MADE_AT,
    expiresAt: MADE_AT + 60_000,
    revokedAt: null,
    issuer: 'admin',
    lookup: 'abad1dea',
    lookupKey: 'k1',
    hash: 'scrypt$16384$8$1$c2FsdA$aGFzaA',
    ...given,
  };
}

/** One charge on an account of one tenant, for the hour in which examples were made. */
export function chargeOf(given: Partial<BudgetCharge> = {}): BudgetCharge {
  return {
    budget: 'team',
    scope: { tenantId: 'acme', userId: null, agentId: null, keyId: null, model: null },
    currency: 'USD',
    windowStart: MADE_AT - 1_800_000,
    windowEnd: MADE_AT + 1_800_000,
    limitMicros: 100,
    limitTokens: null,
    blocks: true,
    ...given,
  };
}

/** A call that is about to be made. */
export function reservationOf(given: Partial<BudgetReservation> = {}): BudgetReservation {
  return {
    leaseId: 'lease-1',
    micros: 40,
    tokens: 4,
    ttlMs: 60_000,
    charges: [chargeOf()],
    ...given,
  };
}

/** What a call has cost. */
export function spendOf(given: Partial<Spend> = {}): Spend {
  return {
    tenantId: 'acme',
    userId: 'ada',
    agentId: 'billing',
    model: 'gpt-4o-mini',
    currency: 'USD',
    at: MADE_AT,
    micros: 30,
    inputTokens: 2,
    outputTokens: 1,
    isPriced: true,
    ...given,
  };
}
