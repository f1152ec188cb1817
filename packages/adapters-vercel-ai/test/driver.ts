import { GuardedAgent, guardTools, safeaiMiddleware } from '../src/index.ts';
import type {
  AdapterDriver,
  Conversation,
  Conversed,
  ScriptedTurn,
} from '@safeai/adapter-kit/testing';
import {
  generateText,
  jsonSchema,
  simulateReadableStream,
  stepCountIs,
  streamText,
  tool,
  wrapLanguageModel,
  type ModelMessage,
  type ToolSet,
} from 'ai';
import { MockLanguageModelV3 } from 'ai/test';

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** The SDK's own mock model, scripted. */
function scriptedModel(turns: readonly ScriptedTurn[]) {
  const requests: string[] = [];
  const next = async (options: { prompt: unknown }): Promise<ScriptedTurn> => {
    requests.push(JSON.stringify(options.prompt));
    const turn = turns[requests.length - 1];
    if (turn === undefined) throw new Error('The model was asked once too often.');
    await turn.before?.();
    return turn;
  };
  const callsOf = ({ calls = [] }: ScriptedTurn) =>
    calls.map(({ id, name, arguments: input }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName: name,
      input: JSON.stringify(input),
    }));
  const finishOf = ({ calls = [] }: ScriptedTurn) => ({
    unified: calls.length > 0 ? ('tool-calls' as const) : ('stop' as const),
    raw: undefined,
  });
  const model = new MockLanguageModelV3({
    async doGenerate(options) {
      const turn = await next(options);
      const text = (turn.pieces ?? []).join('');
      return {
        content: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...callsOf(turn)],
        finishReason: finishOf(turn),
        usage: USAGE,
        warnings: [],
      };
    },
    async doStream(options) {
      const turn = await next(options);
      const { pieces = [] } = turn;
      const text = pieces.map((delta) => ({ type: 'text-delta' as const, id: 't', delta }));
      return {
        stream: simulateReadableStream({
          initialDelayInMs: null,
          chunkDelayInMs: null,
          chunks: [
            { type: 'stream-start' as const, warnings: [] },
            ...(pieces.length === 0
              ? []
              : [
                  { type: 'text-start' as const, id: 't' },
                  ...text,
                  { type: 'text-end' as const, id: 't' },
                ]),
            ...callsOf(turn),
            { type: 'finish' as const, finishReason: finishOf(turn), usage: USAGE },
          ],
        }),
      };
    },
  });
  return { model, requests };
}

async function run(conversation: Conversation): Promise<Conversed> {
  const { model, requests } = scriptedModel(conversation.turns);
  const agent = new GuardedAgent(conversation.options);
  const own = Object.entries(conversation.tools).map(([name, execute]) => [
    name,
    tool({
      inputSchema: jsonSchema<Record<string, never>>({ type: 'object' }),
      execute: (input) => execute(input),
    }),
  ]);
  const tools = guardTools(Object.fromEntries(own) as ToolSet, agent);
  const wrapped = wrapLanguageModel({ model, middleware: safeaiMiddleware(agent) });
  const messages: ModelMessage[] = [];
  const answers: string[] = [];
  const step = async () => {
    const asked = { model: wrapped, tools, messages, stopWhen: stepCountIs(5), maxRetries: 0 };
    if (!conversation.isStreamed) {
      const { text, content, response } = await generateText(asked);
      messages.push(...response.messages);
      return { text, content };
    }
    const streamed = streamText({ ...asked, onError: () => undefined });
    for await (const part of streamed.fullStream) if (part.type === 'error') throw part.error;
    messages.push(...(await streamed.response).messages);
    return { text: await streamed.text, content: await streamed.content };
  };
  for (const content of conversation.users) {
    messages.push({ role: 'user', content });
    const first = await step();
    let { text } = first;
    const asked = first.content.filter((part) => part.type === 'tool-approval-request');
    if (asked.length > 0) {
      await conversation.decide();
      messages.push({
        role: 'tool',
        content: asked.map(({ approvalId }) => ({
          type: 'tool-approval-response',
          approvalId,
          approved: true,
        })),
      });
      ({ text } = await step());
    }
    answers.push(text);
  }
  return { answers, requests };
}

/** Drives the SDK with its own mock model. */
export const driver: AdapterDriver = { name: 'Vercel AI SDK', pause: 'native', converse: run };
