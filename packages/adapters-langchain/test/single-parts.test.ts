import { describe, expect, jest, test } from '@jest/globals';
import { Document } from '@langchain/core/documents';
import { AIMessage, AIMessageChunk, ToolMessage } from '@langchain/core/messages';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda } from '@langchain/core/runnables';
import {
  FakeListChatModel,
  FakeRetriever,
  FakeStreamingChatModel,
} from '@langchain/core/utils/testing';
import { isGuardOutage, WithheldError } from '@safeai/adapter-kit';
import { APPROVER } from '@safeai/adapter-kit/testing';
import { guardModel, guardRunnable, guardTool, SafeAICallbackHandler } from '../src/index.ts';
import { blocking, DESTRUCTIVE, house, KEY, MAIL, spyTool } from './house.ts';

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const pieces: T[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

describe('a guarded tool', () => {
  test('keeps its face, runs with what is left, and answers what is left', async () => {
    const { agent } = house();
    const { tool, ran } = spyTool('contacts', `Alice: ${MAIL}`);
    const guarded = guardTool(tool, agent);
    expect(guarded).toMatchObject({
      name: tool.name,
      description: tool.description,
      schema: tool.schema,
    });
    expect(await guarded.invoke({ from: MAIL })).toBe('Alice: [EMAIL_REDACTED]');
    expect(ran).toEqual([{ from: '[EMAIL_REDACTED]' }]);
    const call = { type: 'tool_call', id: 'call_1', name: 'contacts', args: {} } as const;
    const message = (await guarded.invoke(call)) as unknown as ToolMessage;
    expect(message).toBeInstanceOf(ToolMessage);
    expect([message.content, message.tool_call_id]).toEqual(['Alice: [EMAIL_REDACTED]', 'call_1']);
  });

  test('answers why it did not run', async () => {
    const { agent } = house();
    const { tool, ran } = spyTool('search');
    expect(await guardTool(tool, agent).invoke({ query: KEY })).toMatch(/blocked by policy/i);
    expect(ran).toEqual([]);
  });

  test('waits for a person, and runs once', async () => {
    const { agent, pending, safeai } = house();
    const { tool, ran } = spyTool('database_query', '3 rows');
    const guarded = guardTool(tool, agent);
    expect(await guarded.invoke({ query: DESTRUCTIVE })).toMatch(/waits for approval/);
    await safeai.approvals.approve(APPROVER, ['*'], String(pending[0]), {});
    expect(await guarded.invoke({ query: DESTRUCTIVE })).toBe('3 rows');
    expect(await guarded.invoke({ query: DESTRUCTIVE })).toMatch(/waits for approval/);
    expect(ran).toEqual([{ query: DESTRUCTIVE }]);
  });

  test('throws without a decision, and does not run', async () => {
    const { agent, fail } = house();
    const { tool, ran } = spyTool('search');
    fail();
    const error: unknown = await guardTool(tool, agent)
      .invoke({ query: 'a' })
      .catch((thrown: unknown) => thrown);
    expect(isGuardOutage(error)).toBe(true);
    expect(ran).toEqual([]);
  });
});

describe('a guarded model', () => {
  test('is not asked what may not go in, and says what is left', async () => {
    const { agent } = house();
    const model = guardModel(new FakeListChatModel({ responses: [`Write to ${MAIL}.`] }), agent);
    const refused = await model.invoke(`My key is ${KEY}`);
    expect(refused.text).toMatch(/blocked by policy/);
    expect(refused.response_metadata).toEqual({ finish_reason: 'content_filter' });
    expect((await model.invoke('Whom?')).text).toBe('Write to [EMAIL_REDACTED].');
    const pieces = await all(await model.stream('Whom?'));
    expect(pieces.map(({ text }) => text).join('')).toBe('Write to [EMAIL_REDACTED].');
  });

  test.each(['buffer', 'window'] as const)(
    'streams blocks and reasoning, and keeps calls whole, in mode %s',
    async (mode) => {
      const { agent } = house({ mode });
      const block = (type: string, text: string, index: number) =>
        new AIMessageChunk({ content: [{ type, [type]: text, index }] });
      const chunks = [
        block('thinking', 'It is alice@exa', 0),
        block('thinking', 'mple.com, so.', 0),
        block('text', 'Write to alice@', 1),
        block('text', 'example.com now.', 1),
        new AIMessageChunk({
          content: [{ type: 'tool_use', id: 'call_1', name: 'send', index: 2 }],
          tool_call_chunks: [
            { type: 'tool_call_chunk', id: 'call_1', name: 'send', args: '{"to":"ada"}', index: 2 },
          ],
        }),
      ];
      const model = guardModel(new FakeStreamingChatModel({ chunks }), agent);
      const pieces = await all(await model.stream('Whom?'));
      const whole = pieces.reduce((sum, piece) => sum.concat(piece));
      expect(whole.content).toEqual([
        { type: 'thinking', thinking: 'It is [EMAIL_REDACTED], so.', index: 0 },
        { type: 'text', text: 'Write to [EMAIL_REDACTED] now.', index: 1 },
        { type: 'tool_use', id: 'call_1', name: 'send', index: 2 },
      ]);
      expect(whole.tool_calls).toMatchObject([{ id: 'call_1', name: 'send', args: { to: 'ada' } }]);
      expect(JSON.stringify(pieces)).not.toContain('alice@');
    },
  );

  test('is a chat model, or nothing', () => {
    const { agent } = house();
    expect(() =>
      guardModel(
        RunnableLambda.from(() => 'a'),
        agent,
      ),
    ).toThrow(TypeError);
  });
});

describe('a guarded runnable', () => {
  const chain = (answer: string) =>
    ChatPromptTemplate.fromMessages([['human', '{question}']])
      .pipe(new FakeListChatModel({ responses: [answer] }))
      .pipe(new StringOutputParser());

  test('is guarded at both ends', async () => {
    const { agent } = house();
    const guarded = guardRunnable(chain(`Write to ${MAIL}.`), agent);
    expect(await guarded.invoke({ question: 'whom?' })).toBe('Write to [EMAIL_REDACTED].');
    await expect(guarded.invoke({ question: KEY })).rejects.toThrow(WithheldError);
  });

  test.each(['buffer', 'window'] as const)('streams texts in mode %s', async (mode) => {
    const { agent } = house({ mode });
    const good = await guardRunnable(chain(`Write to ${MAIL} now.`), agent).stream({
      question: 'whom?',
    });
    expect((await all(good)).join('')).toBe('Write to [EMAIL_REDACTED] now.');
    const withheld = house({ mode, guard: blocking() }).agent;
    const bad = guardRunnable(chain(`It is ${KEY}.`), withheld);
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const piece of await bad.stream({ question: 'which?' })) pieces.push(piece);
    })();
    await expect(reading).rejects.toThrow(WithheldError);
    expect(pieces.join('')).not.toContain(KEY.slice(0, 8));
  });

  test('streams of objects go on whole, or not at all, also where a finding is split', async () => {
    const { agent } = house();
    const pieces = (...texts: string[]) =>
      RunnableLambda.from(async function* () {
        for (const answer of texts) yield await Promise.resolve({ answer });
      });
    const good = await guardRunnable(pieces('Hello ', 'there'), agent).stream('hello');
    expect(await all(good)).toEqual([{ answer: 'Hello ' }, { answer: 'there' }]);
    const bad = guardRunnable(pieces('alice@exa', 'mple.com '), agent);
    await expect(bad.stream('hello').then(all)).rejects.toThrow(WithheldError);
  });

  test('messages, lists and values of unknown classes are looked into', async () => {
    const { agent } = house();
    const give = (value: unknown) =>
      guardRunnable(
        RunnableLambda.from(() => value),
        agent,
      ).invoke('a');
    const message = (await give(new AIMessage({ content: MAIL, id: 'm1' }))) as AIMessage;
    expect(message).toBeInstanceOf(AIMessage);
    expect([message.content, message.id]).toEqual(['[EMAIL_REDACTED]', 'm1']);
    expect(await give([{ to: MAIL, n: 1 }])).toEqual([{ to: '[EMAIL_REDACTED]', n: 1 }]);
    const document = new Document({ pageContent: 'Hello' });
    expect(await give(document)).toBe(document);
    expect(JSON.stringify(await give(new Document({ pageContent: MAIL })))).not.toContain(MAIL);
  });
});

describe('the callback handler', () => {
  const callbacks = (handler: SafeAICallbackHandler) => ({ callbacks: [handler] });

  test('stops what it cannot change', async () => {
    jest.spyOn(console, 'error').mockReturnValue();
    const { agent } = house();
    const handler = new SafeAICallbackHandler(agent);
    const model = new FakeListChatModel({ responses: ['Hello.', `Write to ${MAIL}.`] });
    expect((await model.invoke('hello', callbacks(handler))).text).toBe('Hello.');
    await expect(model.invoke(`My key is ${KEY}`, callbacks(handler))).rejects.toThrow(
      WithheldError,
    );
    await expect(model.invoke('whom?', callbacks(handler))).rejects.toThrow(WithheldError);
  });

  test('a tool does not run with what policy takes out, and its answer does not go on', async () => {
    jest.spyOn(console, 'error').mockReturnValue();
    const { agent } = house();
    const handler = new SafeAICallbackHandler(agent);
    const search = spyTool('search');
    expect(await search.tool.invoke({ query: 'a' }, callbacks(handler))).toBe('done');
    for (const query of [KEY, MAIL]) {
      const call = search.tool.invoke({ query }, callbacks(handler));
      await expect(call).rejects.toThrow(WithheldError);
    }
    const drop = spyTool('database_query');
    const waiting = drop.tool.invoke({ query: DESTRUCTIVE }, callbacks(handler));
    await expect(waiting).rejects.toThrow(WithheldError);
    const contacts = spyTool('contacts', `Alice: ${MAIL}`);
    await expect(contacts.tool.invoke({}, callbacks(handler))).rejects.toThrow(WithheldError);
    expect([search.ran.length, drop.ran.length, contacts.ran.length]).toEqual([1, 0, 1]);
  });

  test('what is retrieved is judged', async () => {
    jest.spyOn(console, 'error').mockReturnValue();
    const { agent } = house();
    const handler = new SafeAICallbackHandler(agent);
    const found = (pageContent: string) =>
      new FakeRetriever({ output: [new Document({ pageContent })] }).invoke(
        'a',
        callbacks(handler),
      );
    expect(await found('Hello')).toHaveLength(1);
    await expect(found(`It is ${KEY}`)).rejects.toThrow(WithheldError);
  });

  test('without a decision nothing goes on', async () => {
    jest.spyOn(console, 'error').mockReturnValue();
    const { agent, fail } = house();
    fail();
    const { tool, ran } = spyTool('search');
    const call = tool.invoke({}, callbacks(new SafeAICallbackHandler(agent)));
    const error: unknown = await call.catch((thrown: unknown) => thrown);
    expect(isGuardOutage(error)).toBe(true);
    expect(ran).toEqual([]);
  });
});
