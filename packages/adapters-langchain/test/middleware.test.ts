import { expect, test } from '@jest/globals';
import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { Command, interrupt, MemorySaver } from '@langchain/langgraph';
import { isGuardOutage } from '@safeai/adapter-kit';
import { APPROVER, type ScriptedTurn } from '@safeai/adapter-kit/testing';
import { createAgent, toolStrategy } from 'langchain';
import { safeaiMiddleware } from '../src/index.ts';
import { blocking, DESTRUCTIVE, house, KEY, MAIL, spyTool } from './house.ts';
import { ScriptedModel } from './scripted-model.ts';

const THREAD = { configurable: { thread_id: 'thread-1' } };

function call(name: string, parameters: object, id = 'call_1'): ScriptedTurn {
  return { calls: [{ id, name, arguments: parameters as never }] };
}

function says(...pieces: string[]): ScriptedTurn {
  return { pieces };
}

function said(text: string) {
  return { messages: [new HumanMessage(text)] };
}

function toolMessages({ messages }: { messages: BaseMessage[] }): ToolMessage[] {
  return messages.filter((message) => ToolMessage.isInstance(message));
}

test('what is withheld is replaced in the history: the next turn does not send it again', async () => {
  const { agent } = house();
  const model = new ScriptedModel([says('Hello.')]);
  const run = createAgent({
    model,
    tools: [],
    middleware: [safeaiMiddleware(agent)],
    checkpointer: new MemorySaver(),
  });
  const first = await run.invoke(said(`My key is ${KEY}`), THREAD);
  expect(model.requests).toEqual([]);
  expect(JSON.stringify(first.messages)).not.toContain(KEY);
  expect(first.messages.at(-1)?.text).toMatch(/blocked by policy/);
  const second = await run.invoke(said('Hello'), THREAD);
  expect(second.messages.at(-1)?.text).toBe('Hello.');
  expect(model.requests.join()).not.toContain(KEY);
});

test('a call with a secret is not made, the model reads why, and the secret is not sent again', async () => {
  const { agent } = house();
  const { tool, ran } = spyTool('search');
  const model = new ScriptedModel([call('search', { query: KEY }), says('I could not.')]);
  const run = createAgent({ model, tools: [tool], middleware: [safeaiMiddleware(agent)] });
  const result = await run.invoke(said('Look it up'));
  expect(ran).toEqual([]);
  expect(toolMessages(result)[0]).toMatchObject({ status: 'error', tool_call_id: 'call_1' });
  expect(toolMessages(result)[0]?.text).toMatch(/blocked by policy/i);
  expect(model.requests[1]).not.toContain(KEY);
  expect(result.messages.at(-1)?.text).toBe('I could not.');
});

test('what a secret in the system prompt would tell the model is not sent', async () => {
  const { agent } = house();
  const model = new ScriptedModel([]);
  const run = createAgent({
    model,
    tools: [],
    systemPrompt: `Use ${KEY}`,
    middleware: [safeaiMiddleware(agent)],
  });
  const { messages } = await run.invoke(said('Hello'));
  expect(messages.at(-1)?.text).toMatch(/blocked by policy/);
  expect(model.requests).toEqual([]);
});

test('what is resumed with decides nothing; once it is approved the call runs, once', async () => {
  const { agent, pending, safeai } = house();
  const { tool, ran } = spyTool('database_query');
  const middleware = [safeaiMiddleware(agent, { interrupt: true })];
  const model = new ScriptedModel([
    call('database_query', { query: DESTRUCTIVE }),
    says('It waits.'),
    call('database_query', { query: DESTRUCTIVE }, 'call_2'),
    says('Done.'),
  ]);
  const run = createAgent({ model, tools: [tool], middleware, checkpointer: new MemorySaver() });
  const paused = (await run.invoke(said('Clean up'), THREAD)) as { __interrupt__?: unknown[] };
  expect(paused.__interrupt__).toEqual([
    expect.objectContaining({
      value: expect.objectContaining({
        type: 'safeai_approval',
        approvalRequestId: pending[0],
        toolName: 'database_query',
      }),
    }),
  ]);
  const early = await run.invoke(new Command({ resume: { type: 'approve' } }) as never, THREAD);
  expect(ran).toEqual([]);
  expect(toolMessages(early)[0]?.text).toContain(String(pending[0]));

  await run.invoke(said('Again'), THREAD);
  expect(new Set(pending).size).toBe(1);
  await safeai.approvals.approve(APPROVER, ['*'], String(pending[0]), {});
  const done = await run.invoke(new Command({ resume: true }) as never, THREAD);
  expect(ran).toEqual([{ query: DESTRUCTIVE }]);
  expect(done.messages.at(-1)?.text).toBe('Done.');
});

test('what a command of a tool brings into the conversation is judged', async () => {
  const { agent } = house();
  const { tool } = spyTool('contacts', () => {
    const found = new ToolMessage({ content: `Alice: ${MAIL}`, tool_call_id: 'call_1' });
    return new Command({ update: { messages: [found] } });
  });
  const model = new ScriptedModel([call('contacts', {}), says('Found.')]);
  const run = createAgent({ model, tools: [tool], middleware: [safeaiMiddleware(agent)] });
  const result = await run.invoke(said('Who?'));
  expect(toolMessages(result).map(({ text }) => text)).toEqual(['Alice: [EMAIL_REDACTED]']);
  expect(model.requests[1]).not.toContain(MAIL);
});

test('the artifact of a tool is judged with its content', async () => {
  const { agent } = house();
  const { tool } = spyTool('contacts', ['Alice', { mail: MAIL }], {
    responseFormat: 'content_and_artifact',
  });
  const model = new ScriptedModel([call('contacts', {}), says('Found.')]);
  const run = createAgent({ model, tools: [tool], middleware: [safeaiMiddleware(agent)] });
  const [message] = toolMessages(await run.invoke(said('Who?')));
  expect(message?.content).toBe('Alice');
  expect(message?.artifact).toEqual({ mail: '[EMAIL_REDACTED]' });
});

test('the error of a tool that throws does not carry what policy takes out', async () => {
  const { agent } = house();
  const { tool } = spyTool('contacts', new Error(`No mail to ${MAIL}`));
  const model = new ScriptedModel([call('contacts', {})]);
  const run = createAgent({ model, tools: [tool], middleware: [safeaiMiddleware(agent)] });
  const error: unknown = await run.invoke(said('Who?'), THREAD).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain('No mail to [EMAIL_REDACTED]');
  expect(isGuardOutage(error)).toBe(false);
});

test('a tool that pauses the run itself goes on where it paused', async () => {
  const { agent } = house();
  const { tool, ran } = spyTool('ask', () => `It is ${String(interrupt(`Mail ${MAIL}?`))}.`);
  const model = new ScriptedModel([call('ask', { n: 1 }), says('Done.')]);
  const run = createAgent({
    model,
    tools: [tool],
    middleware: [safeaiMiddleware(agent)],
    checkpointer: new MemorySaver(),
  });
  const paused = (await run.invoke(said('Ask'), THREAD)) as { __interrupt__?: unknown[] };
  expect(paused.__interrupt__).toHaveLength(1);
  const done = await run.invoke(new Command({ resume: 'fine' }) as never, THREAD);
  expect(toolMessages(done).map(({ text }) => text)).toEqual(['It is fine.']);
  expect(ran).toHaveLength(2);
});

test('arguments that do not fit a tool are told to the model', async () => {
  const { agent } = house();
  const { tool, ran } = spyTool('search', 'done', {
    schema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
  });
  const model = new ScriptedModel([call('search', { to: MAIL }), says('I see.')]);
  const run = createAgent({ model, tools: [tool], middleware: [safeaiMiddleware(agent)] });
  const result = await run.invoke(said('Look it up'));
  expect(ran).toEqual([]);
  expect(toolMessages(result)[0]).toMatchObject({ status: 'error' });
  expect(result.messages.at(-1)?.text).toBe('I see.');
});

test('a structured answer is part of what is said', async () => {
  const { agent } = house();
  const format = {
    title: 'person',
    type: 'object',
    properties: { mail: { type: 'string' } },
    required: ['mail'],
  } as const;
  const model = new ScriptedModel([call('person', { mail: MAIL })]);
  const run = createAgent({
    model,
    tools: [],
    responseFormat: toolStrategy(format as never),
    middleware: [safeaiMiddleware(agent)],
  });
  const result = await run.invoke(said('Who?'));
  expect(JSON.stringify(result)).not.toContain(MAIL);
  expect((result as { structuredResponse?: unknown }).structuredResponse).toEqual({
    mail: '[EMAIL_REDACTED]',
  });
});

test('only what is new in a conversation is judged', async () => {
  const steps: string[] = [];
  const { agent } = house({ onDecision: (step) => steps.push(step) });
  const { tool } = spyTool('search');
  const model = new ScriptedModel([call('search', { query: 'a' }), says('Done.')]);
  const run = createAgent({ model, tools: [tool], middleware: [safeaiMiddleware(agent)] });
  await run.invoke(said('Look it up'));
  expect(steps).toEqual(['input', 'tool_request', 'tool_response', 'input', 'output']);
});

test.each(['buffer', 'window'] as const)(
  'no token of what is withheld is streamed, in mode %s',
  async (mode) => {
    const { agent } = house({ mode });
    const model = new ScriptedModel([says('The key is ', KEY.slice(0, 8), KEY.slice(8), ' so.')]);
    const run = createAgent({ model, tools: [], middleware: [safeaiMiddleware(agent)] });
    const seen: string[] = [];
    const stream = await run.stream(said('Which?'), {
      streamMode: ['messages', 'updates', 'values'],
    });
    for await (const part of stream) seen.push(JSON.stringify(part));
    expect(seen.join()).not.toContain(KEY.slice(8));
    expect(seen.length).toBeGreaterThan(2);
  },
);

test.each(['buffer', 'window'] as const)(
  'an answer that is withheld is replaced, and its calls are not made, in mode %s',
  async (mode) => {
    const { agent } = house({ mode, guard: blocking() });
    const { tool, ran } = spyTool('search');
    const turn = { ...says('Of course. ', KEY, ' is it.'), ...call('search', { query: 'a' }) };
    const model = new ScriptedModel([turn]);
    const run = createAgent({ model, tools: [tool], middleware: [safeaiMiddleware(agent)] });
    let text = '';
    const stream = await run.stream(said('Which?'), { streamMode: 'messages' });
    for await (const [message] of stream) text += message.text;
    expect(text).toContain('policy');
    expect(text).not.toContain(KEY.slice(0, 8));
    expect(ran).toEqual([]);
  },
);

test('in mode window pieces go on as they come', async () => {
  const { agent } = house({ mode: 'window' });
  const words = Array.from({ length: 400 }, (_, index) => `word${String(index)} `);
  const model = new ScriptedModel([says(...words)]);
  const run = createAgent({ model, tools: [], middleware: [safeaiMiddleware(agent)] });
  const pieces: string[] = [];
  const stream = await run.stream(said('Count'), { streamMode: 'messages' });
  for await (const [message] of stream)
    if (AIMessage.isInstance(message)) pieces.push(message.text);
  expect(pieces.join('')).toBe(words.join(''));
  expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(5);
});
