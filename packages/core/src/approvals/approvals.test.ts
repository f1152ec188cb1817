import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { MemoryApprovalStore } from '../in-memory/approvals.ts';
import { inMemoryPorts } from '../in-memory/ports.ts';
import type { Principal, Role } from '../identity/principal.ts';
import type { AuditRecord } from '../boundary/record.ts';
import { IdentifierGuard } from '../boundary/digest.ts';
import { DetectionEngine } from '../detection/engine/engine.ts';
import type { SafeAIEvent } from '../ports.ts';
import type { ApprovalRecord } from './approval.ts';
import { Approvals } from './approvals.ts';
import { fingerprint, sameFingerprint, type ApprovedAction } from './fingerprint.ts';
import { cancel, consume, REPLAY_WINDOW_MS, vote } from './state-machine.ts';

const TTL = 1000;

function record(changes: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    requestId: 'ar-1',
    tenantId: 'default',
    agentId: 'agent',
    sessionId: null,
    toolName: 'database_query',
    status: 'pending',
    fingerprint: 'f',
    requirements: [{ policyName: 'rule' }],
    policyName: 'rule',
    policyRevision: 'r1',
    reason: 'because',
    requester: 'agent-user',
    redactedParameters: {},
    parametersDigest: 'd',
    createdAt: 0,
    expiresAt: TTL,
    votes: [],
    dueAt: TTL,
    told: [],
    version: 1,
    ...changes,
  };
}

function principal(
  user: string,
  roles: readonly Role[] = ['approver'],
  tenants = ['default'],
): Principal {
  return { tenant: 'default', tenants, user, roles, source: 'key' };
}

function house(initial: ApprovalRecord = record()) {
  const time = { now: 10 };
  const events: SafeAIEvent[] = [];
  const clock = { now: () => time.now, monotonic: () => time.now };
  const store = new MemoryApprovalStore(clock);
  const records: AuditRecord[] = [];
  const ports = inMemoryPorts({
    clock,
    approvals: store,
    audit: { append: (entry) => void records.push(entry) },
    events: { emit: (event) => events.push(event) },
  });
  const detection = new DetectionEngine({ rules: [] });
  const identifiers = new IdentifierGuard((text) => text !== 'hides-a-secret');
  return {
    time,
    events,
    store,
    records,
    approvals: new Approvals(ports, () => ({ identifiers, detection })),
    ready: store.open(initial, { perAgent: 9, perTenant: 9 }),
  };
}

describe('the state machine', () => {
  const approve = {
    approverId: 'anna',
    roles: ['approver'] as const,
    verdict: 'approve' as const,
    at: 10,
    verified: true,
  };

  test('pending → approved → consumed, and no further', () => {
    const approved = vote(record(), approve);
    expect(approved).toMatchObject({ ok: true, record: { status: 'approved', version: 2 } });
    const used = consume(approved.record, 20, 'key');
    expect(used).toMatchObject({ ok: true, record: { status: 'consumed', consumedAt: 20 } });
    expect(consume(used.record, 21)).toMatchObject({ ok: false, conflict: 'consumed' });
    expect(cancel(used.record, 21)).toMatchObject({ ok: false, conflict: 'consumed' });
  });

  test('the same idempotency key replays a consumed approval within its window, another never', () => {
    const used = consume(vote(record({ expiresAt: 1e9 }), approve).record, 20, 'key').record;
    expect(consume(used, 20 + REPLAY_WINDOW_MS, 'key').ok).toBe(true);
    expect(consume(used, 20 + REPLAY_WINDOW_MS + 1, 'key').ok).toBe(false);
    expect(consume(used, 21, 'other').ok).toBe(false);
    expect(consume(used, 21).ok).toBe(false);
  });

  test('at the instant of expiry it is expired, a millisecond earlier it is not', () => {
    expect(vote(record(), { ...approve, at: TTL - 1 }).ok).toBe(true);
    expect(vote(record(), { ...approve, at: TTL })).toMatchObject({
      ok: false,
      conflict: 'expired',
    });
    const approved = vote(record(), approve).record;
    expect(consume(approved, TTL - 1).ok).toBe(true);
    expect(consume(approved, TTL)).toMatchObject({ ok: false, conflict: 'expired' });
  });

  test('the same approver counts once; one denial is final under a quorum', () => {
    const two = record({ requirements: [{ policyName: 'rule', minApprovals: 2 }] });
    const once = vote(two, approve).record;
    const twice = vote(once, { ...approve, at: 11 });
    expect(twice).toMatchObject({ ok: true, record: { status: 'pending' } });
    expect(twice.record.votes).toHaveLength(1);
    const denied = vote(once, { ...approve, approverId: 'ben', verdict: 'deny' });
    expect(denied).toMatchObject({ ok: true, record: { status: 'denied' } });
    expect(vote(denied.record, { ...approve, approverId: 'cleo' })).toMatchObject({
      ok: false,
      conflict: 'denied',
    });
  });

  test.each(['denied', 'cancelled', 'expired'] as const)(
    'an approval said again after the request was %s is a conflict: its approver did not say that',
    (status) => {
      const two = record({ requirements: [{ policyName: 'rule', minApprovals: 2 }] });
      const ended = { ...vote(two, approve).record, status };
      expect(vote(ended, { ...approve, at: 11 })).toMatchObject({ ok: false, conflict: status });
    },
  );

  test('what was said stands: an approval again once it was used, a denial again', () => {
    const used = consume(vote(record(), approve).record, 20).record;
    expect(vote(used, { ...approve, at: 21 })).toMatchObject({ ok: true, record: used });
    const denied = vote(record(), { ...approve, verdict: 'deny' }).record;
    expect(vote(denied, { ...approve, verdict: 'deny' })).toEqual({ ok: true, record: denied });
  });

  test('each requirement is met separately, groups by role', () => {
    const needs = record({
      requirements: [
        { policyName: 'a', minApprovals: 2 },
        { policyName: 'b', groups: [{ role: 'admin', count: 1 }] },
      ],
    });
    const first = vote(needs, approve).record;
    const second = vote(first, { ...approve, approverId: 'ben' }).record;
    expect(second.status).toBe('pending');
    expect(vote(second, { ...approve, approverId: 'cleo', roles: ['admin'] }).record.status).toBe(
      'approved',
    );
  });
});

describe('deciding', () => {
  test('an approver approves, and it is told', async () => {
    const { approvals, events, records, ready } = house();
    await ready;
    const approved = await approvals.approve(principal('anna'), ['default'], 'ar-1', {
      note: 'fine',
    });
    expect(approved).toMatchObject({
      status: 'approved',
      votes: [{ approverId: 'anna', note: 'fine' }],
    });
    expect(events.map((event) => event.event)).toEqual(['approval.approved']);
    expect(records).toMatchObject([
      {
        event: 'approval.approved',
        action: 'allow',
        approverId: 'anna',
        approvalRequestId: 'ar-1',
      },
    ]);
  });

  test('every vote is on record, and no name that holds a value', async () => {
    const { approvals, store, records, events, ready } = house(
      record({ requirements: [{ policyName: 'rule', minApprovals: 2 }] }),
    );
    await ready;
    await approvals.approve(principal('hides-a-secret'), ['default'], 'ar-1');
    expect(events.map(({ event }) => event)).toEqual(['approval.voted']);
    await approvals.deny(principal('ben'), ['default'], 'ar-1', {
      note: 'hides-a-secret',
      verified: false,
    });
    expect(records).toMatchObject([
      {
        event: 'approval.voted',
        approverId: expect.stringMatching(/^sha256:/),
        action: 'pending_approval',
      },
      { event: 'approval.denied', approverId: 'ben', action: 'block', detail: { verified: false } },
    ]);
    const stored = await store.get(['*'], 'ar-1');
    expect(stored?.votes).toMatchObject([{ verified: true }, { verified: false }]);
    const votes = stored?.votes.map(({ approverId }) => approverId);
    expect(JSON.stringify([records, events, votes])).not.toContain('hides-a-secret');
  });

  test.each<[string, Principal]>([
    ['without the role', principal('anna', ['viewer'])],
    ['for the requester', principal('agent-user', ['admin'])],
    ['for the agent itself', { ...principal('anna'), agent: 'agent' }],
    ['for a user of the agent’s name', principal('agent')],
  ])('is forbidden %s', async (_, who) => {
    const { approvals, ready } = house();
    await ready;
    await expect(approvals.approve(who, ['default'], 'ar-1')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('an unknown id and a foreign tenant look the same', async () => {
    const { approvals, ready } = house();
    await ready;
    const unknown = approvals.approve(principal('anna'), ['default'], 'ar-2');
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    const foreign = approvals.approve(principal('anna', ['admin'], ['other']), ['default'], 'ar-1');
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of approve and deny at once exactly one wins, the other sees the winner', async () => {
    const { approvals, ready } = house();
    await ready;
    const [yes, no] = await Promise.allSettled([
      approvals.approve(principal('anna'), ['default'], 'ar-1'),
      approvals.deny(principal('ben'), ['default'], 'ar-1'),
    ]);
    expect([yes.status, no.status].sort()).toEqual(['fulfilled', 'rejected']);
    const lost: unknown =
      yes.status === 'rejected' ? yes.reason : (no as PromiseRejectedResult).reason;
    expect(lost).toMatchObject({ code: 'conflict' });
  });

  test('an expired request is listed as expired and cannot be approved', async () => {
    const { approvals, time, ready } = house();
    await ready;
    time.now = TTL;
    const { requests: listed } = await approvals.list({
      tenants: ['default'],
      status: 'expired',
      limit: 10,
    });
    expect(listed).toHaveLength(1);
    await expect(approvals.approve(principal('anna'), ['default'], 'ar-1')).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('the requester may cancel, a stranger may not', async () => {
    const { approvals, ready } = house();
    await ready;
    await expect(approvals.cancel(principal('x'), ['default'], 'ar-1')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      approvals.cancel(principal('agent-user'), ['default'], 'ar-1'),
    ).resolves.toMatchObject({
      status: 'cancelled',
    });
  });
});

describe('the store', () => {
  test('gives records that nobody can change', async () => {
    const { store, ready } = house();
    await ready;
    const record = await store.get(['default'], 'ar-1');
    expect(Object.isFrozen(record)).toBe(true);
  });

  test('the same action while pending is the same request; a new one after it ended', async () => {
    const { store, approvals, ready } = house();
    const caps = { perAgent: 9, perTenant: 9 };
    await ready;
    await expect(store.open(record({ requestId: 'ar-2' }), caps)).resolves.toMatchObject({
      requestId: 'ar-1',
    });
    await approvals.cancel(principal('agent-user'), ['default'], 'ar-1');
    await expect(store.open(record({ requestId: 'ar-3' }), caps)).resolves.toMatchObject({
      requestId: 'ar-3',
    });
  });

  test('a denied action stays denied until its time is up', async () => {
    const { store, approvals, time, ready } = house();
    const caps = { perAgent: 9, perTenant: 9 };
    await ready;
    await approvals.deny(principal('anna'), ['default'], 'ar-1');
    await expect(store.open(record({ requestId: 'ar-2' }), caps)).resolves.toMatchObject({
      status: 'denied',
    });
    time.now = TTL;
    const later = record({ requestId: 'ar-3', expiresAt: 2 * TTL });
    await expect(store.open(later, caps)).resolves.toMatchObject({ requestId: 'ar-3' });
  });

  test('pending requests are capped per agent and per tenant', async () => {
    const { store, ready } = house();
    await ready;
    const other = record({ requestId: 'ar-2', fingerprint: 'g' });
    await expect(store.open(other, { perAgent: 1, perTenant: 9 })).resolves.toBe('capped');
    const otherAgent = { ...other, agentId: 'b' };
    await expect(store.open(otherAgent, { perAgent: 1, perTenant: 1 })).resolves.toBe('capped');
    await expect(store.open(otherAgent, { perAgent: 1, perTenant: 2 })).resolves.toMatchObject({
      requestId: 'ar-2',
    });
  });

  test('past its capacity ended requests go, live ones stay', async () => {
    const clock = { now: () => 10, monotonic: () => 10 };
    const store = new MemoryApprovalStore(clock, 2);
    const caps = { perAgent: 99, perTenant: 99 };
    await store.open(record({ requestId: 'ended', fingerprint: 'a', expiresAt: 5 }), caps);
    await store.open(record({ requestId: 'live', fingerprint: 'b' }), caps);
    await store.open(record({ requestId: 'new', fingerprint: 'c' }), caps);
    await expect(store.get(['default'], 'ended')).resolves.toBeUndefined();
    await expect(store.get(['default'], 'live')).resolves.toBeDefined();
  });
});

describe('the fingerprint', () => {
  const key = new Uint8Array(32).fill(7);
  const action: ApprovedAction = {
    tenantId: 't',
    agentId: 'a',
    sessionId: null,
    toolName: 'tool',
    phase: 'request',
    parameters: { b: 1, a: [1, 2] },
    dataTags: ['x', 'y'],
    requirements: [{ policyName: 'rule' }],
  };

  test('the order of keys and of tags does not matter', () => {
    const same = { ...action, parameters: { a: [1, 2], b: 1 }, dataTags: ['y', 'x'] };
    expect(sameFingerprint(fingerprint(key, action), fingerprint(key, same))).toBe(true);
  });

  test.each<[string, Partial<ApprovedAction>]>([
    ['tenant', { tenantId: 'u' }],
    ['agent', { agentId: 'b' }],
    ['session', { sessionId: '' }],
    ['tool', { toolName: 'Tool' }],
    ['phase', { phase: 'message' }],
    ['parameters', { parameters: { b: 1, a: [2, 1] } }],
    ['tags', { dataTags: ['x'] }],
    ['rule', { requirements: [{ policyName: 'other' }] }],
    ['number of approvals', { requirements: [{ policyName: 'rule', minApprovals: 2 }] }],
    ['group', { requirements: [{ policyName: 'rule', groups: [{ role: 'admin', count: 1 }] }] }],
  ])('another %s is another action', (_, change) => {
    expect(fingerprint(key, { ...action, ...change })).not.toBe(fingerprint(key, action));
  });

  test('other JSON is another action, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const print = (parameters: unknown) =>
          fingerprint(key, { ...action, parameters: parameters as never });
        const equal = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
        expect(print(a) === print(b)).toBe(equal);
      }),
    );
  });

  test('parameters without a canonical form are refused', () => {
    const lone = { ...action, parameters: { a: '\ud800' } };
    expect(() => fingerprint(key, lone)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});

/** Objects as sorted lists of entries, so that plain JSON compares them without regard to order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { object: entries.map(([name, item]) => [name, sorted(item)]) };
}
