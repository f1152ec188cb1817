import { expect, test } from '@jest/globals';
import { GuardedAgent, type AdapterOptions } from '../src/index.ts';
import { guardedFetch, type Fetch } from '../src/http/index.ts';
import { testGuard } from '../src/testing/index.ts';

const KEY = 'sk-ABCDEF1234567890ABCDEF';
const CHATS = 'https://provider.test/v1/chat/completions';
const MESSAGES = 'https://provider.test/v1/messages';

function guarded(answer: () => Response, options: Partial<AdapterOptions> = {}) {
  const sent: string[] = [];
  const provider: Fetch = (_, init) => {
    sent.push(typeof init?.body === 'string' ? init.body : '');
    return Promise.resolve(answer());
  };
  const agent = new GuardedAgent({ guard: testGuard().guard, ...options } as AdapterOptions);
  const call = guardedFetch(agent, { fetch: provider });
  const post = (url: string, body: object): Promise<Response> =>
    call(url, { method: 'POST', body: JSON.stringify(body) });
  return { sent, call, post };
}

const json = (body: unknown) => () =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
const events =
  (...said: readonly object[]) =>
  () =>
    new Response(
      said.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('') + 'data: [DONE]\n\n',
      {
        headers: { 'content-type': 'text/event-stream' },
      },
    );
const asked = { model: 'gpt-5', messages: [{ role: 'user', content: 'hello' }] };

test('what nothing is changed in goes on byte for byte', async () => {
  const written =
    '{"id":"1",  "choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}]}';
  const { post, sent } = guarded(
    () => new Response(written, { headers: { 'content-type': 'application/json' } }),
  );
  const answer = await post(CHATS, asked);
  expect(await answer.text()).toBe(written);
  expect(sent).toEqual([JSON.stringify(asked)]);
});

test('calls of unknown formats are refused, and say how to allow them', async () => {
  const { call, sent } = guarded(json({}));
  const answer = await call('https://provider.test/v1/files', { method: 'POST', body: 'x' });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('unknownCalls');
  expect(sent).toEqual([]);
});

test('an answer in no form that can be looked into does not go on', async () => {
  const { post } = guarded(() => new Response(`<p>${KEY}</p>`, { status: 502 }));
  const answer = await post(CHATS, asked);
  expect(answer.status).toBe(502);
  expect(await answer.text()).not.toContain(KEY);
});

test('an error of the provider is judged as its answers are', async () => {
  const { post } = guarded(
    () =>
      new Response(JSON.stringify({ error: { message: `bad key ${KEY}`, type: 'x' } }), {
        status: 401,
        headers: { 'content-type': 'application/json' },
      }),
  );
  expect(await (await post(CHATS, asked)).text()).not.toContain(KEY);
});

test("onBlock 'throw' is an error of the provider's form, tried once", async () => {
  const { post } = guarded(json({}), { onBlock: 'throw' });
  const answer = await post(CHATS, { model: 'm', messages: [{ role: 'user', content: KEY }] });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('x-should-retry')).toBe('false');
  expect(await answer.json()).toMatchObject({ error: { code: 'safeai_blocked' } });
});

test.each([
  [{ content: 'mail bob@exa' }, { content: 'mple.com' }],
  [{ role: 'assistant', content: 'bob@' }, { content: 'example' }, { content: '.com' }],
])('personal data over pieces of a stream: %j', async (...deltas) => {
  const chunk = (delta: object, finish: string | null) => ({
    id: '1',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const { post } = guarded(events(...deltas.map((delta) => chunk(delta, null)), chunk({}, 'stop')));
  const text = await (await post(CHATS, { ...asked, stream: true })).text();
  const said = [...text.matchAll(/"content":"([^"]*)"/g)].map(([, piece]) => piece).join('');
  expect(said).toMatch(/^(mail )?\[EMAIL_REDACTED\]$/);
});

test('a text that begins in the event that opens its block is one text with what follows', async () => {
  const message = { id: 'm', type: 'message', role: 'assistant', model: 'c', content: [] };
  const said = [
    { type: 'message_start', message: { ...message, stop_reason: null, usage: {} } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'bob@exa' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'mple.com' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } },
    { type: 'message_stop' },
  ];
  const { post } = guarded(
    () =>
      new Response(
        said.map((one) => `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`).join(''),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
  );
  const body = { model: 'c', max_tokens: 9, stream: true, messages: asked.messages };
  const text = await (await post(MESSAGES, body)).text();
  expect(text).not.toContain('mple.com');
  expect(text).toContain('[EMAIL_REDACTED]');
});

test('probabilities of tokens go where what they say again is changed', async () => {
  const logprobs = {
    content: [{ token: 'bob@example.com', logprob: -1, bytes: null, top_logprobs: [] }],
  };
  const chunk = (delta: object, finish: string | null, tokens: object | null) => ({
    id: '1',
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: tokens }],
  });
  const { post } = guarded(
    events(chunk({ content: 'bob@example.com' }, null, logprobs), chunk({}, 'stop', null)),
  );
  const text = await (await post(CHATS, { ...asked, stream: true })).text();
  expect(text).not.toContain('bob@');
});

test('arguments that can be read in two ways are withheld', async () => {
  const call = {
    id: 'c',
    type: 'function',
    function: { name: 'bash', arguments: '{"command":"ls","command":"rm -rf /"}' },
  };
  const { post } = guarded(
    json({ id: '1', choices: [{ index: 0, message: { role: 'assistant', tool_calls: [call] } }] }),
  );
  expect(await (await post(CHATS, asked)).text()).not.toContain('rm -rf');
});

test('embeddings have no place for a message: what is withheld is an error', async () => {
  const { post, sent } = guarded(json({}));
  const answer = await post('https://provider.test/v1/embeddings', { model: 'e', input: KEY });
  expect(answer.status).toBe(403);
  expect(sent).toEqual([]);
});

test('what a tool answered is on record with the call that it answers', async () => {
  const { guard, safeai } = testGuard();
  const call = { id: 'c1', type: 'function', function: { name: 'lookup', arguments: '{"id":7}' } };
  const message = { role: 'assistant', content: null, tool_calls: [call] };
  const agent = new GuardedAgent({ guard, sessionId: 's' });
  const answer = guardedFetch(agent, {
    fetch: () => Promise.resolve(json({ id: '1', choices: [{ index: 0, message }] })()),
  });
  const body = (messages: readonly object[]) => ({
    method: 'POST',
    body: JSON.stringify({ model: 'm', messages }),
  });
  await answer(CHATS, body(asked.messages));
  const told = { role: 'tool', tool_call_id: 'c1', content: '{"ok":true}' };
  await answer(CHATS, body([...asked.messages, message, told]));
  const parameters = { id: 7 };
  const again = await agent.toolCall({ toolName: 'lookup', parameters, toolCallId: 'c1' });
  expect(again).toMatchObject({ kind: 'withheld', decision: { reasonCode: 'operation_done' } });
  expect(safeai).toBeDefined();
});
