import { afterEach, describe, expect, test } from '@jest/globals';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const SECRET = 'token=sk-ABCDEF1234567890ABCDEF';
const DRAFT = 'policies: [{ name: no-mail, boundary: input, data_tags: [pii], action: block }]';
const CONFIG = `
dashboard:
  users:
    - { user_id: everybody, role: admin, tenants: ['*'] }
    - { user_id: acme-admin, role: admin, tenants: [acme] }
tenants:
  bravo: { policies: [{ name: of-bravo, boundary: input, data_tags: [pii], action: flag }] }
`;

let server: TestServer;

afterEach(() => server.server.close());

async function simulate(body: object, user = 'everybody') {
  const answer = await server.send('/v1/policies/simulate', {
    headers: { 'x-safeai-user': user },
    body,
  });
  return { status: answer.status, answer: answer.json() };
}

async function scan(text: string, tenant = 'default') {
  await server.send('/v1/scan/input', { body: { text, tenant_id: tenant, agent_id: 'bot' } });
}

describe('a draft over what is on record', () => {
  test('tells what would change; nothing is recorded, and the rules in force stay', async () => {
    server = await startServer(await realRuntime(CONFIG));
    await scan('Write to alice@example.com');
    await scan('hello');
    await scan(SECRET);
    const { status, answer } = await simulate({ draft: DRAFT });
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      ...{ records: 3, replayed: 3, changed: 1, complete: true, lint: [] },
      changes: [
        {
          from: { action: 'allow', policy_name: 'default-allow' },
          to: { action: 'block', policy_name: 'no-mail' },
          count: 1,
        },
      ],
      examples: [{ event: 'scan.allowed', agent_id: 'bot', tenant_id: 'default' }],
    });
    expect(JSON.stringify(answer)).not.toContain('alice');
    expect((await server.send('/v1/audit')).json()).toHaveLength(3);
    await scan('Write to alice@example.com');
    expect((await server.send('/v1/audit?limit=1')).json()).toMatchObject([{ action: 'allow' }]);
  });

  test("an admin of one tenant sees nothing of another's records and rules", async () => {
    server = await startServer(await realRuntime(CONFIG));
    await scan('Write to alice@example.com', 'acme');
    await scan('Write to alice@example.com', 'bravo');
    const { answer } = await simulate({ draft: DRAFT }, 'acme-admin');
    expect(answer).toMatchObject({ records: 1, changed: 1 });
    expect(JSON.stringify(answer)).not.toContain('bravo');
    const foreign = await simulate({ draft: DRAFT, tenant_id: 'bravo' }, 'acme-admin');
    expect(foreign.status).toBe(403);
  });

  test('says where it ends, and looks at a part alone', async () => {
    server = await startServer(await realRuntime(CONFIG));
    for (let count = 0; count < 3; count++) await scan('hello');
    const first = await simulate({ draft: DRAFT, limit: 2 });
    expect(first.answer).toMatchObject({ records: 2, complete: false });
    const before = await simulate({
      draft: DRAFT,
      until: '2020-01-01T00:00:00Z',
      since: '2019-01-01T00:00:00Z',
    });
    expect(before.answer).toMatchObject({ records: 0, complete: true });
  });

  test.each([
    [
      'a rule that is none',
      'policies:\n  - { name: x, boundary: input, acton: block }',
      /draft:2:\d+.*action/s,
    ],
    ['no YAML', 'policies: [', /draft:1/],
    ['a variable', 'policies: [{ name: "${HOME}", boundary: input, action: block }]', /HOME/],
  ])('%s is refused with its place', async (_, draft, told) => {
    server = await startServer(await realRuntime(CONFIG));
    const { status, answer } = await simulate({ draft });
    expect(status).toBe(422);
    expect(JSON.stringify(answer)).toMatch(told);
    expect(JSON.stringify(answer)).not.toContain(process.env.HOME ?? '-');
  });
});
