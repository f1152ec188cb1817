import { describe, expect, test } from '@jest/globals';
import { testGuard } from '@safeai/adapter-kit/testing';
import {
  generateText,
  jsonSchema,
  simulateReadableStream,
  stepCountIs,
  streamText,
  tool,
  wrapLanguageModel,
} from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import {
  GuardedAgent,
  guardTools,
  safeaiMiddleware,
  WithheldError,
  type AdapterOptions,
} from '../src/index.ts';
import type { Content, StreamPart } from '../src/model-types.ts';

const KEY = 'sk-ABCDEF1234567890ABCDEF';
const anything = jsonSchema<Record<string, unknown>>({ type: 'object' });
const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const finish = (unified: 'stop' | 'tool-calls') => ({ unified, raw: undefined });

function bed(answers: readonly Content[][], options: Partial<AdapterOptions> = {}) {
  const decided: string[] = [];
  const { guard } = testGuard();
  const agent = new GuardedAgent({
    guard,
    onDecision: (step, { action }) => decided.push(`${step} ${action}`),
    ...options,
  } as AdapterOptions);
  const mock = new MockLanguageModelV3({
    doGenerate: answers.map((content) => ({
      content,
      finishReason: finish(
        content.some(({ type }) => type === 'tool-call') ? 'tool-calls' : 'stop',
      ),
      usage,
      warnings: [],
      response: { body: { raw: content } },
    })),
  });
  const model = wrapLanguageModel({ model: mock, middleware: safeaiMiddleware(agent) });
  return { agent, model, mock, decided };
}

const call = (toolName: string, input: object, id = 'call_1') => ({
  type: 'tool-call' as const,
  toolCallId: id,
  toolName,
  input: JSON.stringify(input),
});
const said = (text: string) => ({ type: 'text' as const, text });

test('tools that the provider runs are recorded, and their results judged', async () => {
  const { model, decided } = bed([
    [
      { ...call('web_search', { query: 'rm -rf /' }), providerExecuted: true },
      {
        type: 'tool-result',
        toolCallId: 'call_1',
        toolName: 'web_search',
        result: { mail: 'bob@example.com' },
      },
      said('Done.'),
    ],
  ]);
  const { content } = await generateText({
    model,
    prompt: 'hello',
    tools: { web_search: tool({ inputSchema: anything, outputSchema: anything }) },
  });
  expect(JSON.stringify(content)).not.toContain('bob@');
  expect(decided).toContain('tool_request flag');
});

test('a tool’s own need for approval stays', async () => {
  const { agent, model } = bed([[call('send', { text: 'a' })]]);
  const tools = guardTools(
    { send: tool({ inputSchema: anything, needsApproval: true, execute: () => 'sent' }) },
    agent,
  );
  const { content } = await generateText({ model, tools, prompt: 'hello' });
  expect(content.map(({ type }) => type)).toContain('tool-approval-request');
});

test('what a tool throws is read without what policy takes out', async () => {
  const { agent, model, mock } = bed([[call('send', { text: 'a' })], [said('I see.')]]);
  const tools = guardTools(
    {
      send: tool({
        inputSchema: anything,
        execute: (): string => {
          throw new Error(`cannot use ${KEY}`);
        },
      }),
    },
    agent,
  );
  await generateText({ model, tools, prompt: 'hello', stopWhen: stepCountIs(3) });
  expect(mock.doGenerateCalls).toHaveLength(2);
  expect(JSON.stringify(mock.doGenerateCalls[1]?.prompt)).not.toContain(KEY);
});

test('preliminary results are not seen, the last one is judged', async () => {
  const { agent, model, mock } = bed([[call('find', {})], [said('Found.')]]);
  const tools = guardTools(
    {
      find: tool({
        inputSchema: anything,
        execute: async function* () {
          await Promise.resolve();
          yield { mail: 'bob@example.com' };
          yield { mail: 'eve@example.com', found: true };
        },
      }),
    },
    agent,
  );
  await generateText({ model, tools, prompt: 'hello', stopWhen: stepCountIs(3) });
  const prompt = JSON.stringify(mock.doGenerateCalls[1]?.prompt);
  expect(prompt).toContain('"found":true');
  expect(prompt).not.toMatch(/bob@|eve@/);
});

test("onBlock 'throw' ends the run", async () => {
  const { model } = bed([[said('Hello.')]], { onBlock: 'throw' });
  await expect(generateText({ model, prompt: KEY })).rejects.toBeInstanceOf(WithheldError);
});

test('neither the answer’s body nor raw chunks go past the guard', async () => {
  const { model } = bed([[said('bob@example.com')]]);
  const { response, text } = await generateText({ model, prompt: 'hello' });
  expect(text).toBe('[EMAIL_REDACTED]');
  expect(JSON.stringify(response)).not.toContain('bob@');
});

test.each(['buffer', 'window'] as const)(
  'text, reasoning and sources of a stream, %s',
  async (mode) => {
    const { guard } = testGuard();
    const agent = new GuardedAgent({ guard, mode });
    const chunks: StreamPart[] = [
      { type: 'stream-start', warnings: [] },
      { type: 'raw', rawValue: { said: 'bob@example.com' } },
      { type: 'reasoning-start', id: '0' },
      { type: 'reasoning-delta', id: '0', delta: 'It is bob@exa' },
      { type: 'reasoning-delta', id: '0', delta: 'mple.com, I think.' },
      { type: 'reasoning-end', id: '0' },
      { type: 'source', sourceType: 'url', id: 's', url: 'https://x.test/?m=bob@example.com' },
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'Ask bob@' },
      { type: 'text-delta', id: '0', delta: 'example.com please.' },
      { type: 'text-end', id: '0' },
      { type: 'finish', finishReason: finish('stop'), usage },
    ];
    const mock = new MockLanguageModelV3({
      doStream: { stream: simulateReadableStream({ chunks }) },
    });
    const model = wrapLanguageModel({ model: mock, middleware: safeaiMiddleware(agent) });
    const streamed = streamText({ model, prompt: 'hello', includeRawChunks: true });
    const parts: string[] = [];
    for await (const part of streamed.fullStream) parts.push(JSON.stringify(part));
    expect(parts.join('\n')).not.toMatch(/bob@|mple\.com/);
    expect(await streamed.text).toBe('Ask [EMAIL_REDACTED] please.');
    expect(await streamed.reasoningText).toBe('It is [EMAIL_REDACTED], I think.');
  },
);

describe('what follows an error in a stream', () => {
  const chunks: StreamPart[] = [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'Ask ' },
    { type: 'error', error: new Error('a chunk that is no JSON') },
    { type: 'text-delta', id: '0', delta: 'bob@example.com.' },
    { type: 'text-end', id: '0' },
    { type: 'text-start', id: '1' },
    { type: 'text-delta', id: '1', delta: `Use ${KEY} ` },
    { type: 'text-end', id: '1' },
    { type: 'reasoning-start', id: '2' },
    { type: 'reasoning-delta', id: '2', delta: 'eve@example.com' },
    { type: 'reasoning-end', id: '2' },
    { type: 'source', sourceType: 'url', id: 's', url: 'https://x.test/?m=bob@example.com' },
    { type: 'finish', finishReason: finish('stop'), usage },
    { type: 'text-delta', id: '1', delta: 'bob@example.com' },
  ];

  test.each(['buffer', 'window'] as const)('is guarded all the same, %s', async (mode) => {
    const { guard } = testGuard();
    const agent = new GuardedAgent({ guard, mode });
    const mock = new MockLanguageModelV3({
      doStream: { stream: simulateReadableStream({ chunks }) },
    });
    const model = wrapLanguageModel({ model: mock, middleware: safeaiMiddleware(agent) });
    const streamed = streamText({ model, prompt: 'hello', onError: () => undefined });
    const parts: string[] = [];
    for await (const part of streamed.fullStream) parts.push(JSON.stringify(part));
    expect(parts.join('\n')).not.toMatch(/bob@|eve@|sk-ABC/);
    expect(parts.join('\n')).toContain('"type":"error"');
  });
});

test('a text and reasoning of one id stay apart', async () => {
  const { guard } = testGuard();
  const agent = new GuardedAgent({ guard });
  const chunks: StreamPart[] = [
    { type: 'reasoning-start', id: '0' },
    { type: 'text-start', id: '0' },
    { type: 'reasoning-delta', id: '0', delta: 'Thought.' },
    { type: 'text-delta', id: '0', delta: 'Said.' },
    { type: 'reasoning-end', id: '0' },
    { type: 'text-end', id: '0' },
    { type: 'finish', finishReason: finish('stop'), usage },
  ];
  const mock = new MockLanguageModelV3({
    doStream: { stream: simulateReadableStream({ chunks }) },
  });
  const model = wrapLanguageModel({ model: mock, middleware: safeaiMiddleware(agent) });
  const streamed = streamText({ model, prompt: 'hello' });
  await streamed.consumeStream();
  expect(await streamed.text).toBe('Said.');
  expect(await streamed.reasoningText).toBe('Thought.');
});
