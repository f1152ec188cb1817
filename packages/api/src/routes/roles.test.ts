import { expect, test } from '@jest/globals';
import type { Role } from '@safeai/core';
import { PROVIDER_ROUTES } from './providers.ts';
import { ROUTE_ACCESS } from './roles.ts';
import { ROUTES } from './table.ts';

const mayCall = (role: Role) =>
  ROUTES.filter(({ id }) => {
    const access = ROUTE_ACCESS[id];
    return access !== 'public' && access.includes(role);
  }).map(({ id }) => id);

test('every route has its row', () => {
  const ids = [...ROUTES, ...PROVIDER_ROUTES].map(({ id }) => id);
  expect(Object.keys(ROUTE_ACCESS).sort()).toEqual(ids.sort());
});

test('provider routes are the data plane: for agents, and for admins', () => {
  for (const { id } of PROVIDER_ROUTES) expect(ROUTE_ACCESS[id]).toEqual(['admin', 'agent']);
});

test('public: health, the documentation, keys that receipts verify with, pages without what they show', () => {
  const open = ROUTES.filter(({ id }) => ROUTE_ACCESS[id] === 'public').map(({ path }) => path);
  expect(open.sort()).toEqual([
    '/.well-known/safeai-keys.json',
    '/approvals/{id}',
    '/dashboard',
    '/docs',
    '/openapi.json',
    '/redoc',
    '/v1/health',
    '/v1/health/live',
    '/v1/health/ready',
    // Who signs out needs no session that holds; who signs in with the issuer has nothing yet.
    '/v1/session',
    '/v1/session/oidc',
    '/v1/session/oidc/callback',
    '/v1/session/options',
  ]);
});

test('agents reach the data plane alone', () => {
  expect(mayCall('agent').filter((id) => /^(?:policies|audit|metrics)/.test(id))).toEqual([]);
  expect(mayCall('agent').slice(0, 6)).toEqual([
    'scan_input',
    'scan_structured',
    'scan_file',
    'guard_output',
    'intercept_tool',
    'intercept_agent_message',
  ]);
});

test.each(['approver', 'auditor'] as const)('%s: sees policies, audit and metrics', (role) => {
  expect(mayCall(role)).toEqual(
    expect.arrayContaining([
      ...['policies', 'policies_explain', 'policies_check', 'policies_templates'],
      ...['plugins', 'metrics'],
      ...['audit', 'audit_query', 'audit_facets', 'audit_verify', 'audit_record', 'audit_receipt'],
    ]),
  );
  expect(mayCall(role)).not.toContain('policies_reload');
});

test('approvers decide, auditors look, agents see the status of their own and withdraw', () => {
  const ofApprovals = (role: Role) => mayCall(role).filter((id) => id.startsWith('approval'));
  const looking = ['approvals', 'approval'];
  const deciding = ['approval_approve', 'approval_deny', 'approval_cancel'];
  expect(ofApprovals('approver')).toEqual([...looking, ...deciding]);
  expect(ofApprovals('auditor')).toEqual(looking);
  expect(ofApprovals('agent')).toEqual([...looking, 'approval_cancel']);
  expect(ofApprovals('billing')).toEqual([]);
});

const LIVE = ['events', 'events_filtered', 'events_stream', 'events_ticket'];

test('viewer: tenants, the overview, the live feed and a session, none of these', () => {
  expect(mayCall('viewer')).toEqual([
    ...['tenants', 'dashboard_overview', ...LIVE],
    ...['session_open', 'session'],
  ]);
});

test('billing: what is spent, beside tenants, the overview, the live feed and a session; agents: their own budgets', () => {
  const budgets = ['budgets', 'budgets_check'];
  expect(mayCall('billing')).toEqual([
    ...['tenants', 'dashboard_overview', 'cost_summary', ...budgets],
    ...[...LIVE, 'session_open', 'session'],
  ]);
  expect(mayCall('agent').filter((id) => /^(?:cost|budget)/.test(id))).toEqual(budgets);
});

test('admin: all of them', () => {
  const closed = ROUTES.filter(({ id }) => ROUTE_ACCESS[id] !== 'public').map(({ id }) => id);
  expect(mayCall('admin')).toEqual(closed);
});
