import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startIssuer, type TestIssuer } from './support/issuer.ts';
import { send } from './support/http.ts';
import { requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { ScriptedProvider } from './support/scripted-provider.ts';

const API = 'https://safeai.example.com';
const provider = new ScriptedProvider();
const chat = requestOf('openai_chat_completions');
let issuer: TestIssuer;
let gateway: RunningGateway;

beforeEach(async () => {
  issuer = await startIssuer();
  await provider.start();
  gateway = await startGateway(`
auth: { oidc: { issuer: '${issuer.url}', client_id: safeai, audience: '${API}' } }
proxy: { target: '${provider.url}' }
`);
});
afterEach(async () => {
  await gateway.close();
  await provider.stop();
});

/** The headers that the provider got. */
async function asked(headers: Record<string, string>): Promise<Record<string, unknown>> {
  const { status } = await send(gateway.url, chat.path, { body: chat.body('Hello'), headers });
  expect(status).toBe(200);
  return (await provider.request(provider.requests - 1)).headers;
}

test('a token that proves to SafeAI who asks goes to no provider', async () => {
  const token = await issuer.grant(API, { roles: ['agent'], tenants: ['acme'] });
  const headers = await asked({ authorization: `Bearer ${token}`, 'x-api-key': 'provider-key' });
  expect(headers).toMatchObject({ 'x-api-key': 'provider-key' });
  expect(JSON.stringify(headers)).not.toContain(token);
});

test("what is no token of the issuer's is the provider's", async () => {
  const headers = await asked({ authorization: 'Bearer provider-key' });
  expect(headers.authorization).toBe('Bearer provider-key');
});
