import { expect, test } from '@jest/globals';
import { ROUTE_CLASS, type RouteClass } from './route-class.ts';
import { ROUTES } from './table.ts';

const idsOf = (kind: RouteClass) =>
  ROUTES.map(({ id }) => id).filter((id) => ROUTE_CLASS[id] === kind);

test('what agents call is data', () => {
  expect(idsOf('data')).toEqual(
    expect.arrayContaining([
      ...['scan_input', 'scan_structured', 'scan_file', 'guard_output'],
      ...['intercept_tool', 'intercept_agent_message', 'action_outcome'],
      ...['memory_write', 'memory_read', 'memory_delete', 'memory_resolve_handle'],
      'approval_cancel',
    ]),
  );
});

test('what people and operators change is control', () => {
  expect(idsOf('control')).toEqual(
    expect.arrayContaining([
      ...['policies_reload', 'approval_approve', 'approval_deny'],
      ...['capability_grant', 'capability_revoke', 'memory_purge_expired', 'memory_shred'],
    ]),
  );
});

test('what only looks is read, also where the question is a body', () => {
  const gets = ROUTES.filter(({ method }) => method === 'GET').map(({ id }) => id);
  const read = idsOf('read');
  expect(read).toEqual(expect.arrayContaining([...gets, 'audit_query', 'policies_explain']));
});
