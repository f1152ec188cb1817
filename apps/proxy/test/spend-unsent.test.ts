import { request } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { send } from './support/http.ts';
import { requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { httpUpstream, type ScriptedUpstream } from './support/scripted-upstream.ts';

const chat = requestOf('openai_chat_completions');
const FILES = { method: 'POST', path: '/v1/files', json_body: {} };

const running: RunningGateway[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
});

async function gatewayTo({ url }: ScriptedUpstream): Promise<RunningGateway> {
  const gateway = await startGateway(`
proxy: { target: '${url}', retry: { max_attempts: 3, max_wait_seconds: 60 } }
budgets: [{ name: all, limit_tokens: 1000000 }]
`);
  running.push(gateway);
  return gateway;
}

async function spent({ runtime }: RunningGateway): Promise<number | undefined> {
  const [all] = await runtime.cost.budgets(['*']);
  expect(all?.reservedTokens).toBe(0);
  return all?.spentTokens;
}

/** Fulfilled once a line is in the log. */
async function logs({ logged }: RunningGateway, message: string): Promise<void> {
  while (!logged.some((line) => line.message === message)) await new Promise(setImmediate);
}

/** Asks, leaves when it is told to, and waits until the call is over. */
async function askAndLeave(
  gateway: RunningGateway,
  [path, body]: readonly [string, unknown],
  when: Promise<unknown>,
): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const asking = request(`${gateway.url}${path}`, { method: 'POST', headers, agent: false });
  asking.on('error', () => undefined);
  asking.end(JSON.stringify(body));
  await when;
  asking.destroy();
  await logs(gateway, 'request');
}

const KINDS = [
  ['on a provider route', [chat.path, chat.body('Hello')]],
  ['that is forwarded', ['/v1/proxy/forward', FILES]],
] as const;

describe.each(KINDS)('a call %s', (_, call) => {
  test('whose caller leaves between two attempts costs nothing', async () => {
    const upstream = await httpUpstream((_req, res) => {
      res.writeHead(503, { 'content-type': 'application/json', 'retry-after': '30' }).end('{}');
    });
    const gateway = await gatewayTo(upstream);
    await askAndLeave(gateway, call, logs(gateway, 'upstream failed'));
    expect(await spent(gateway)).toBe(0);
  });

  test('whose caller leaves while a provider works at it costs the most that it can', async () => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const upstream = await httpUpstream(() => {
      begin();
    });
    const gateway = await gatewayTo(upstream);
    await askAndLeave(gateway, call, begun);
    expect(await spent(gateway)).toBeGreaterThan(1000);
  });
});

test.each([
  ['on a provider route', `${chat.path}?a=\\b`, chat.body('Hello')],
  ['that is forwarded', '/v1/proxy/forward', { ...FILES, path: '/v1/a?b=c#d' }],
])('a call %s to a path that goes nowhere costs nothing', async (_, path, body) => {
  const upstream = await httpUpstream(() => undefined);
  const gateway = await gatewayTo(upstream);
  const { status } = await send(gateway.url, path, { body });
  expect(status).toBe(422);
  expect(upstream.connections).toEqual([]);
  expect(await spent(gateway)).toBe(0);
});
