import type { AuditRecord } from '@safeai/core';
import fc from 'fast-check';

import type { AuditFilter } from '@safeai/core';
import { START } from './fixture-writer.ts';

const maybe = <T>(values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.constantFrom<T | null>(null, ...values);

const TENANTS = ['default', 't1', 't"2\n'];
const AGENTS = ['bot', 'bot2', 'ü\u2028'];
const TAGS = ['secret', 'secret.api_key', 'secret.api_key.openai', 'personal.pii.email', 'secrets'];
const EVENTS = ['scan.allowed', 'scan.blocked', 'intercept.allowed', 'scanner.x'];

/** Records that share few values, so that filters find some of them; times go back now and then. */
export const records: fc.Arbitrary<Partial<AuditRecord>> = fc.record({
  ts: fc.integer({ min: START, max: START + 1000 }),
  event: fc.constantFrom(...EVENTS),
  tenantId: fc.constantFrom(...TENANTS),
  agentId: maybe(AGENTS),
  toolName: maybe(['db', 'shell']),
  sessionId: maybe(['s1', 's2']),
  boundary: fc.constantFrom('input', 'output'),
  action: fc.constantFrom('allow', 'block'),
  policyName: maybe(['p1', 'p2']),
  dataTags: fc.subarray(TAGS),
  approvalRequestId: maybe(['ar-1']),
  detail: fc.constantFrom(
    {},
    { unscanned: 1 },
    { would_have: { action: 'block', policy_name: 'trial' } },
    { would_have: { action: 'allow', policy_name: null } },
  ),
});

const sometimes = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 3 });

/** Filters over the same values. */
export const filters: fc.Arbitrary<AuditFilter> = fc
  .record({
    tenants: fc.constantFrom(['*'], ['*'], ['t1'], ['t1', 'default'], ['nobody'], []),
    since: fc.option(fc.integer({ min: START, max: START + 1000 }), { nil: undefined, freq: 2 }),
    until: fc.option(fc.integer({ min: START, max: START + 1000 }), { nil: undefined, freq: 2 }),
    events: sometimes([['scan.allowed', 'scan'], ['scanner.x', 'scan.blocked'], []]),
    event: sometimes([...EVENTS, 'scan.*', 'intercept.*', 'audit.*']),
    agentId: sometimes([...AGENTS, null]),
    toolName: sometimes(['db', 'shell', null]),
    sessionId: sometimes(['s1', null]),
    boundary: sometimes(['input']),
    action: sometimes(['block']),
    policyName: sometimes(['p1', null]),
    dataTag: sometimes(['secret', 'secret.api_key', 'personal', 'api_key', null]),
    approvalRequestId: sometimes(['ar-1', null]),
    wouldHave: sometimes(['any', 'allow', 'block', 'flag'] as const),
    shadowPolicyName: sometimes(['trial', 'other']),
  })
  .map(
    (filter) =>
      Object.fromEntries(
        Object.entries(filter).filter(([, value]) => value !== undefined),
      ) as unknown as AuditFilter,
  );
