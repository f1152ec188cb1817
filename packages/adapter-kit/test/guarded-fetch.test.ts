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

test('a call that passes unguarded has its body still, of a request or a stream', async () => {
  const agent = new GuardedAgent({ guard: testGuard().guard });
  const sent: string[] = [];
  const provider: Fetch = async (input, init) => {
    sent.push(await new Request(input, init).text());
    return new Response('{}');
  };
  const call = guardedFetch(agent, { fetch: provider, unknownCalls: 'pass' });
  const files = 'https://provider.test/v1/files';
  await call(new Request(files, { method: 'POST', body: 'one' }));
  const init = { method: 'POST', body: new Blob(['two']).stream(), duplex: 'half' };
  await call(files, init as RequestInit);
  expect(sent).toEqual(['one', 'two']);
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
  const { guard } = testGuard();
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
});

const chunk = (delta: object, finish: string | null = null) => ({
  id: '1',
  choices: [{ index: 0, delta, finish_reason: finish }],
});

/** An answer whose events are sent by hand. */
function openAnswer() {
  let send: (said: object | string) => void = () => undefined;
  let end = (): void => undefined;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      send = (said) => {
        const data = typeof said === 'string' ? said : JSON.stringify(said);
        controller.enqueue(new TextEncoder().encode(`data: ${data}\n\n`));
      };
      end = () => {
        controller.close();
      };
    },
    cancel() {
      isCancelled = true;
    },
  });
  const answer = () => new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  return {
    answer,
    send: (said: object | string) => {
      send(said);
    },
    end: () => {
      end();
    },
    isCancelled: () => isCancelled,
  };
}

test('in window what is certain goes on before the answer is over', async () => {
  const live = openAnswer();
  const { post } = guarded(live.answer, { mode: 'window' });
  live.send(chunk({ role: 'assistant', content: '' }));
  live.send(chunk({ content: 'Good morning to all of you. ' }));
  live.send(chunk({ content: 'And now ' }));
  const answer = await post(CHATS, { ...asked, stream: true });
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (!text.includes('Good morning')) {
    text += new TextDecoder().decode((await reader.read()).value);
  }
  live.send(chunk({ content: 'write to bob@example.com' }));
  live.send(chunk({}, 'stop'));
  live.send('[DONE]');
  live.end();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += new TextDecoder().decode(read.value);
  }
  expect(text).not.toContain('bob@');
  expect(text).toContain('[EMAIL_REDACTED]');
  expect(text).toMatch(/data: \[DONE\]\n\n$/);
});

test('in window a call waits until it is whole, and the text before it does not', async () => {
  const live = openAnswer();
  const { post } = guarded(live.answer, { mode: 'window' });
  const called = (fields: object) => chunk({ tool_calls: [{ index: 0, ...fields }] });
  live.send(chunk({ role: 'assistant', content: 'I look. ' }));
  live.send(called({ id: 'c', type: 'function', function: { name: 'bash', arguments: '' } }));
  live.send(called({ function: { arguments: '{"command":"rm ' } }));
  live.send(called({ function: { arguments: '-rf /"}' } }));
  live.send(chunk({}, 'tool_calls'));
  live.send('[DONE]');
  live.end();
  const text = await (await post(CHATS, { ...asked, stream: true })).text();
  const said = [...text.matchAll(/"content":"([^"]*)"/g)].map(([, piece]) => piece).join('');
  expect(said).toMatch(/^I look. Not run: blocked by policy/);
  expect(text).not.toContain('rm ');
  expect(text).not.toContain('tool_calls":[{');
  expect(text).toContain('content_filter');
});

test('an answer that nobody reads on is cut off, and on record', async () => {
  const live = openAnswer();
  const steps: string[] = [];
  const onDecision = (step: string) => steps.push(step);
  const { guard } = testGuard();
  const agent = new GuardedAgent({ guard, mode: 'window', onDecision });
  const call = guardedFetch(agent, { fetch: () => Promise.resolve(live.answer()) });
  live.send(chunk({ content: 'Good morning to all of you. ' }));
  live.send(chunk({ content: 'And now ' }));
  const body = JSON.stringify({ ...asked, stream: true });
  const answer = await call(CHATS, { method: 'POST', body });
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  await reader.cancel();
  expect(live.isCancelled()).toBe(true);
  expect(steps).toEqual(['input', 'output']);
});

test('in audit everything goes on as it came, but for calls, which are judged', async () => {
  const { post } = guarded(events(chunk({ content: 'bob@example.com' }), chunk({}, 'stop')), {
    mode: 'audit',
  });
  expect(await (await post(CHATS, { ...asked, stream: true })).text()).toContain('bob@example.com');
  const blocked = { name: 'bash', arguments: '{"command":"rm -rf /"}' };
  const called = chunk({
    tool_calls: [{ index: 0, id: 'c', type: 'function', function: blocked }],
  });
  const { post: other } = guarded(events(called, chunk({}, 'tool_calls')), { mode: 'audit' });
  expect(await (await other(CHATS, { ...asked, stream: true })).text()).not.toContain('rm -rf');
});

test('a result that names the call alone is that of the tool that was called', async () => {
  const { guard } = testGuard();
  const names: string[] = [];
  const watched = {
    ...guard,
    interceptTool: ((request: { phase: string; toolName: string }) => {
      names.push(`${request.phase} ${request.toolName}`);
      return guard.interceptTool(request as never);
    }) as unknown as typeof guard.interceptTool,
  };
  const call = {
    ...{ type: 'function_call', id: 'fc', call_id: 'c1', status: 'completed' },
    ...{ name: 'lookup', arguments: '{"id":7}' },
  };
  const answer = guardedFetch(new GuardedAgent({ guard: watched }), {
    fetch: () => Promise.resolve(json({ id: 'r', object: 'response', output: [call] })()),
  });
  const post = (body: object) =>
    answer('https://provider.test/v1/responses', { method: 'POST', body: JSON.stringify(body) });
  await post({ model: 'm', input: 'hello' });
  const told = { type: 'function_call_output', call_id: 'c1', output: 'done' };
  await post({ model: 'm', previous_response_id: 'r', input: [told] });
  expect(names.slice(0, 2)).toEqual(['request lookup', 'response lookup']);
});
