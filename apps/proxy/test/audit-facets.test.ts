import { describe, expect, test } from '@jest/globals';
import { bodyValidator, ROUTES, type RouteDescription } from '@safeai/api';
import { RECORDED_TENANT } from './support/fake-audit.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const yaml = `
dashboard:
  users:
    - { user_id: ana, role: auditor, tenants: [${RECORDED_TENANT}, other] }
    - { user_id: bob, role: auditor, tenants: [third] }
    - { user_id: eve, role: viewer, tenants: ['*'] }
`;
const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

/** What the history was asked, by a request of somebody. */
async function asked(search: string, sent = {}) {
  const runtime = fakeRuntime(yaml);
  const server = await startServer(runtime);
  const received = await server.send(`/v1/audit/facets${search}`, sent);
  return { received, calls: runtime.calls };
}

describe('what reaches the history', () => {
  test('asked nothing more: all of the tenants that the caller may see, 20 values, no series', async () => {
    const { received, calls } = await asked('');
    expect(calls).toEqual([{ name: 'audit.tally', args: [{ tenants: ['*'], top: 20 }] }]);
    expect(received.json()).toMatchObject({
      total: 1,
      facets: {
        policy_name: { distinct: 1, values: [{ value: 'default-secret-detection', count: 1 }] },
        shadow_policy_name: { values: [{ value: null, last_ts: '2026-01-31T09:00:00.000Z' }] },
      },
      step_seconds: null,
      series: [],
    });
  });

  test('every condition', async () => {
    const conditions = {
      top: '3',
      step: '5m',
      since: '2026-01-31T11:00:00+02:00',
      until: '2026-02-01T00:00:00Z',
      boundary: 'input',
      action: 'block',
      event: 'scan.*',
      agent_id: 'a',
      tool_name: 't',
      tenant_id: 'other',
      session_id: 's',
      policy_name: 'p',
      data_tag: ' PII.email ',
      decision_id: 'd',
      approval_request_id: 'ar-1',
      would_have: 'block',
      shadow_policy_name: 'trial',
    };
    const { calls, received } = await asked(`?${new URLSearchParams(conditions).toString()}`);
    expect(calls[0]?.args[0]).toEqual({
      top: 3,
      stepMs: 300_000,
      since: Date.UTC(2026, 0, 31, 9),
      until: Date.UTC(2026, 1, 1),
      boundary: 'input',
      action: 'block',
      event: 'scan.*',
      agentId: 'a',
      toolName: 't',
      tenants: ['other'],
      sessionId: 's',
      policyName: 'p',
      dataTag: 'personal.pii.email',
      decisionId: 'd',
      approvalRequestId: 'ar-1',
      wouldHave: 'block',
      shadowPolicyName: 'trial',
    });
    expect(received.json()).toMatchObject({ step_seconds: 300 });
  });

  test.each([
    'top=0',
    'top=1001',
    'top=some',
    'step=5',
    'step=soon',
    'step=99999999999999999999w',
    'last=99999999999999999999w',
    'step=1s&step=1h',
    'agent_id=',
    'since=yesterday',
    'action=nothing',
    'limit=5',
    'cursor=abc',
    'colour=red',
  ])('not %s', async (search) => {
    const { received, calls } = await asked(`?${search}`);
    expect(received.json()).toMatchObject({ status: 422, code: 'invalid_request' });
    expect(calls).toEqual([]);
  });
});

describe('who may see it', () => {
  test('an auditor sees the own tenants', async () => {
    const { received, calls } = await asked('', as('ana'));
    expect(calls[0]?.args[0]).toMatchObject({ tenants: [RECORDED_TENANT, 'other'] });
    expect(received.json()).toMatchObject({ total: 1 });
  });

  test('one of other tenants sees none of it', async () => {
    const { received } = await asked('', as('bob'));
    expect(received.json()).toMatchObject({ total: 0, facets: { tenant_id: { values: [] } } });
    expect(received.text).not.toContain(RECORDED_TENANT);
  });

  test('nobody names a tenant of others', async () => {
    const { received, calls } = await asked(`?tenant_id=${RECORDED_TENANT}`, as('bob'));
    expect(received.json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect(calls).toEqual([]);
  });

  test('a viewer sees nothing', async () => {
    const { received, calls } = await asked('', as('eve'));
    expect(received.json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect(calls).toEqual([]);
  });
});

describe('over a log', () => {
  test('counts what was decided, in the form that is documented', async () => {
    const { send } = await startServer(await realRuntime());
    const scan = (text: string, agent: string) =>
      send('/v1/scan/input', { body: { text, agent_id: agent } });
    await scan('token=sk-ABCDEF1234567890ABCDEF', 'a');
    await scan('hello', 'a');
    await scan('hello', 'b');
    const { text } = await send('/v1/audit/facets?step=1h&top=1');
    const facets: unknown = JSON.parse(text);
    expect(facets).toMatchObject({
      total: 3,
      facets: {
        action: { distinct: 2, values: [{ value: 'allow', count: 2 }] },
        agent_id: { distinct: 2, values: [{ value: 'a', count: 2 }] },
        tool_name: { distinct: 1, values: [{ value: null, count: 3 }] },
      },
      step_seconds: 3600,
    });
    const { series } = facets as { series: { total: number; block: number }[] };
    const sum = (field: 'total' | 'block') =>
      series.reduce((total, bucket) => total + bucket[field], 0);
    expect([sum('total'), sum('block')]).toEqual([3, 1]);
    const routes: readonly RouteDescription[] = ROUTES;
    const schema = routes.find(({ id }) => id === 'audit_facets')?.answer.schema;
    expect(schema && bodyValidator(schema)(facets)).toEqual([]);
    expect((await send('/v1/audit/facets?step=0s')).json()).toMatchObject({
      status: 422,
      code: 'invalid_request',
    });
  });
});
