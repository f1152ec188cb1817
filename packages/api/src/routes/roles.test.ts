import { expect, test } from '@jest/globals';
import type { Role } from '@safeai/core';
import { ROUTE_ACCESS } from './roles.ts';
import { ROUTES } from './table.ts';

const mayCall = (role: Role) =>
  ROUTES.filter(({ id }) => {
    const access = ROUTE_ACCESS[id];
    return access !== 'public' && access.includes(role);
  }).map(({ id }) => id);

test('every route has its row', () => {
  expect(Object.keys(ROUTE_ACCESS).sort()).toEqual(ROUTES.map(({ id }) => id).sort());
});

test('public: health and the documentation', () => {
  const open = ROUTES.filter(({ id }) => ROUTE_ACCESS[id] === 'public').map(({ path }) => path);
  expect(open).toEqual([
    '/v1/health',
    '/v1/health/live',
    '/v1/health/ready',
    '/openapi.json',
    '/docs',
    '/redoc',
  ]);
});

test('agents reach the data plane alone', () => {
  expect(mayCall('agent')).toEqual([
    'scan_input',
    'scan_structured',
    'scan_file',
    'guard_output',
    'intercept_tool',
    'intercept_agent_message',
  ]);
});

test.each(['approver', 'auditor'] as const)('%s: sees policies and metrics', (role) => {
  expect(mayCall(role)).toEqual(['policies', 'policies_explain', 'policies_templates', 'metrics']);
});

test.each(['viewer', 'billing'] as const)('%s: none of these', (role) => {
  expect(mayCall(role)).toEqual([]);
});

test('admin: all of them', () => {
  const closed = ROUTES.filter(({ id }) => ROUTE_ACCESS[id] !== 'public').map(({ id }) => id);
  expect(mayCall('admin')).toEqual(closed);
});
