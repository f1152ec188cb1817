import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { AuditRecord } from '@safeai/core';
import {
  choice,
  chat as chatAnswer,
  chatStream,
  chatToolStream,
} from './support/openai-answers.ts';
import { send } from './support/http.ts';
import { requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { json, ScriptedProvider, sse } from './support/scripted-provider.ts';

const SECRET = ['AKIA', 'Z7Q2M4X9', 'W5T3RB6K'].join('');
const MAIL = 'ann@example.org';
const NO_RETRY = { 'x-should-retry': 'false' };
const chat = requestOf('openai_chat_completions');
const provider = new ScriptedProvider();
let gateway: RunningGateway;

beforeAll(async () => {
  await provider.start();
});
afterAll(async () => {
  await provider.stop();
});
beforeEach(async () => {
  provider.greets();
  gateway = await startGateway(`proxy: { target: '${provider.url}' }`);
});

afterEach(async () => {
  await gateway.close();
});

const asked = (text: string) => chat.body(text) as Record<string, unknown>;
const streamed = (text: string) => ({ ...asked(text), stream: true });
const toolTurn = (answer: string) => ({
  model: 'gpt-4o-mini',
  messages: [
    { role: 'user', content: 'Look it up.' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: answer },
  ],
});
const callsTool = (args: object) => {
  const call = { name: 'mail', arguments: JSON.stringify(args) };
  return chatAnswer([
    choice({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: call }] }),
  ]);
};

/** `boundary action` of each decision on record, and how often; what a stream says of itself before its end is none. */
async function recorded(): Promise<Record<string, number>> {
  const { text } = await send(gateway.url, '/v1/audit?limit=1000');
  const rows = JSON.parse(text) as readonly Pick<AuditRecord, 'event' | 'boundary' | 'action'>[];
  const isDecision = /^(?:scan|guard|intercept)\.(?!opened|redacting|blocking)/;
  return tally(
    rows
      .filter(({ event }) => isDecision.test(event))
      .map((row) => `${row.boundary} ${row.action}`),
  );
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

async function metrics(): Promise<{
  decisions: Record<string, number>;
  found: Record<string, number>;
}> {
  const { text } = await send(gateway.url, '/v1/metrics');
  const decision = /^safeai_decisions_total\{.*boundary="(\w+)",action="(\w+)"\} (\d+)$/gm;
  const type = /^safeai_detections_total\{.*type="(\w+)"\} (\d+)$/gm;
  return {
    decisions: Object.fromEntries(
      [...text.matchAll(decision)].map(([, at, did, count]) => [`${at} ${did}`, Number(count)]),
    ),
    found: Object.fromEntries(
      [...text.matchAll(type)].map(([, name = '', count]) => [name, Number(count)]),
    ),
  };
}

test.each([
  ['a request that is blocked', asked(SECRET), undefined, { secret: 1 }],
  ['what a tool answered', toolTurn(`Write to ${MAIL}.`), undefined, { email: 1 }],
  ['a tool call', asked('Hello'), json(callsTool({ to: MAIL })), { email: 1 }],
  ['a tool call that is blocked', asked('Hello'), json(callsTool({ key: SECRET })), { secret: 1 }],
  [
    'a tool call that waits for a person',
    asked('Hello'),
    json(
      chatAnswer([
        choice({
          tool_calls: [
            {
              id: 'c1',
              type: 'function',
              function: { name: 'run_sql', arguments: '{"query":"DROP TABLE users"}' },
            },
          ],
        }),
      ]),
    ),
    undefined,
  ],
  ['an answer', asked('Hello'), json(chatAnswer([choice({ content: MAIL })])), { email: 1 }],
  [
    'a stream',
    streamed('Hello'),
    sse(chatStream([`${MAIL} and `, `bob@example.org`])),
    { email: 2 },
  ],
  [
    'a tool call in a stream that is blocked there',
    streamed('Hello'),
    sse(chatToolStream([{ name: 'mail', pieces: ['{"key":"', SECRET, '"}'] }])),
    { secret: 1 },
  ],
])('each decision on record is counted: %s', async (_, body, answer, found) => {
  if (answer !== undefined) provider.says(answer);
  await send(gateway.url, chat.path, { body });
  const forwarded = { method: 'POST', path: chat.path, json_body: body };
  await send(gateway.url, '/v1/proxy/forward', { body: forwarded });
  const counted = await metrics();
  expect(counted.decisions).toEqual(await recorded());
  if (found !== undefined) {
    // Asked twice: on the provider's route, and forwarded.
    const [[type, count] = ['', 0]] = Object.entries(found);
    expect(counted.found).toEqual({ [type]: 2 * count });
  }
});

test('what SafeAI answers with an error, or ends with one, is counted once, forwarded too', async () => {
  const both = async (body: object): Promise<void> => {
    await send(gateway.url, chat.path, { body });
    const forwarded = { method: 'POST', path: chat.path, json_body: body };
    await send(gateway.url, '/v1/proxy/forward', { body: forwarded });
  };
  await both(asked(SECRET));
  provider.says(json('<html>', { contentType: 'text/html', status: 500, headers: NO_RETRY }));
  await both(asked('Hello'));
  const broken = chatStream(['Hello', ' there, and ']).replace('data: [DONE]', 'data: {"id');
  provider.says(sse(broken));
  await both(streamed('Hello'));
  provider.says(sse(chatToolStream([{ name: 'mail', pieces: ['{"key":"', SECRET, '"}'] }])));
  await both(streamed('Hello'));
  const { text } = await send(gateway.url, '/v1/metrics');
  const lines = text.split('\n').filter((line) => /^safeai_gateway_re(?:fus|quests)/.test(line));
  expect(lines.sort()).toEqual([
    'safeai_gateway_refusals_total{code="malformed_stream"} 2',
    'safeai_gateway_refusals_total{code="safeai_blocked"} 4',
    'safeai_gateway_refusals_total{code="upstream_error"} 2',
    'safeai_gateway_requests_total{route="openai_chat_completions",status="2xx",upstream="default"} 2',
    'safeai_gateway_requests_total{route="openai_chat_completions",status="4xx",upstream="(none)"} 1',
    'safeai_gateway_requests_total{route="openai_chat_completions",status="5xx",upstream="default"} 1',
    // The route itself answers well where policy refuses.
    'safeai_gateway_requests_total{route="proxy_forward",status="2xx",upstream="(none)"} 1',
    'safeai_gateway_requests_total{route="proxy_forward",status="2xx",upstream="default"} 1',
    'safeai_gateway_requests_total{route="proxy_forward",status="5xx",upstream="default"} 2',
  ]);
  expect(gateway.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

test('what a forwarded call comes to is the strictest of its decisions, those on tools too', async () => {
  provider.says(json(callsTool({ to: MAIL })));
  const rows = toolTurn(`Write to ${MAIL}.`);
  const forwarded = { method: 'POST', path: chat.path, json_body: rows };
  const { text } = await send(gateway.url, '/v1/proxy/forward', { body: forwarded });
  expect(JSON.parse(text)).toMatchObject({ decision: { action: 'redact' } });
});

test('a refusal of an answer says whose it was', async () => {
  provider.says(json(callsTool({ key: SECRET })));
  const refused = await send(gateway.url, chat.path, { body: asked('Hello') });
  expect([refused.status, refused.headers['x-safeai-upstream']]).toEqual([403, 'default']);
  const forwarded = { method: 'POST', path: chat.path, json_body: asked('Hello') };
  const { headers } = await send(gateway.url, '/v1/proxy/forward', { body: forwarded });
  expect(headers['x-safeai-upstream']).toBe('default');
  const before = await send(gateway.url, chat.path, { body: asked(SECRET) });
  expect(before.headers['x-safeai-upstream']).toBeUndefined();
});
