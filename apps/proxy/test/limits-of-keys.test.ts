import { expect, test } from '@jest/globals';
import type { Runtime } from '@safeai/runtime';
import type { Sent } from './support/http.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const SCAN = '/v1/scan/input';
const serverOf = (rate: string) => `
auth: { loopback: credential, trusted_proxies: [127.0.0.1] }
limits: { rate: ${rate} }
`;

async function keyOf(runtime: Runtime, agents?: string[]): Promise<string> {
  const { text } = await runtime.boundary.apiKeys.create({
    ...{ tenants: ['acme'], roles: ['agent'], user: 'billing' },
    ...(agents === undefined ? {} : { agents }),
  });
  return text;
}

function withKey(key: string, address: string, agent?: string): Sent {
  const headers = { 'x-safeai-key': key, 'x-forwarded-for': address };
  return { headers, body: { text: 'a', agent_id: agent } };
}

test('each key counts for itself, from wherever and by whatever header it comes', async () => {
  const runtime = await realRuntime(serverOf('{ requests_per_minute: 2 }'));
  const { send } = await startServer(runtime);
  const [one, two] = [await keyOf(runtime), await keyOf(runtime)];
  const bearer = { headers: { authorization: `Bearer ${one}` }, body: { text: 'a' } };
  const narrowed = withKey(one, '192.0.2.9');
  const sent: Sent[] = [
    ...[withKey(one, '192.0.2.1'), bearer, withKey(one, '192.0.2.2')],
    { ...narrowed, headers: { ...narrowed.headers, 'x-safeai-tenant': 'acme' } },
    withKey(two, '192.0.2.1'),
  ];
  const statuses = [];
  for (const each of sent) statuses.push((await send(SCAN, each)).status);
  expect(statuses).toEqual([200, 200, 429, 429, 200]);
});

test('an address that guesses is told to wait; a right key is let in, from there and from elsewhere', async () => {
  const runtime = await realRuntime(serverOf('{ failures_per_minute: 3 }'));
  const { send } = await startServer(runtime);
  const key = await keyOf(runtime);
  const wrong = `${key.slice(0, -8)}${'A'.repeat(8)}`;
  const statuses = [];
  for (let tries = 0; tries < 4; tries++) {
    statuses.push((await send(SCAN, withKey(wrong, '2001:db8::1'))).status);
  }
  statuses.push((await send(SCAN, withKey(key, '2001:db8::2'))).status);
  statuses.push((await send(SCAN, withKey(key, '2001:db8:0:1::1'))).status);
  expect(statuses).toEqual([401, 401, 401, 429, 200, 200]);
});

test('an agent has its limit across keys; a key that is bound to it cannot name another', async () => {
  const runtime = await realRuntime(
    'auth: { loopback: credential }\nlimits: { rate: { agent: { requests_per_minute: 2 } } }',
  );
  const { send } = await startServer(runtime);
  const [bound, free] = [await keyOf(runtime, ['bot']), await keyOf(runtime)];
  const ask = async (key: string, agent_id?: string) =>
    (await send(SCAN, { headers: { 'x-safeai-key': key }, body: { text: 'a', agent_id } })).status;
  expect([
    ...[await ask(bound), await ask(free, 'bot'), await ask(bound, 'bot')],
    ...[await ask(bound), await ask(bound, 'other'), await ask(free, 'other')],
  ]).toEqual([200, 200, 429, 429, 403, 200]);
});

test('what a session asks counts for the key that opened it, and for no other holder of that name', async () => {
  const runtime = await realRuntime(serverOf('{ requests_per_minute: 3 }'));
  const { send } = await startServer(runtime);
  const signIn = async (tenant: string) => {
    const { text } = await runtime.boundary.apiKeys.create({
      ...{ tenants: [tenant], roles: ['auditor'], user: 'alice' },
    });
    const opened = await send('/v1/session', {
      method: 'POST',
      headers: { 'x-safeai-key': text },
    });
    const [cookie = ''] = (opened.headers['set-cookie']?.[0] ?? '').split(';');
    return { text, cookie };
  };
  const [mine, yours] = [await signIn('acme'), await signIn('umbrella')];
  const ask = async (headers: Record<string, string>) =>
    (await send('/v1/policies', { headers })).status;
  const statuses: number[] = [];
  for (let times = 0; times < 3; times++) statuses.push(await ask({ cookie: mine.cookie }));
  statuses.push(await ask({ 'x-safeai-key': mine.text }), await ask({ cookie: yours.cookie }));
  expect(statuses).toEqual([200, 200, 429, 429, 200]);
});
