import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { Command, MemorySaver } from '@langchain/langgraph';
import type { AdapterDriver, Conversation, Conversed } from '@safeai/adapter-kit/testing';
import { createAgent } from 'langchain';
import { GuardedAgent, safeaiMiddleware } from '../src/index.ts';
import { ScriptedModel } from './scripted-model.ts';

const SCHEMA = { type: 'object', properties: {}, additionalProperties: true } as const;

async function converse(conversation: Conversation, interrupt: boolean): Promise<Conversed> {
  const model = new ScriptedModel(conversation.turns);
  const guarded = new GuardedAgent(conversation.options);
  const agent = createAgent({
    model,
    tools: Object.entries(conversation.tools).map(([name, execute]) =>
      tool((parameters: Record<string, never>) => execute(parameters), { name, schema: SCHEMA }),
    ),
    middleware: [safeaiMiddleware(guarded, { interrupt })],
    checkpointer: new MemorySaver(),
  });
  const config = { configurable: { thread_id: 'thread-1' } };
  const answers: string[] = [];
  const run = async (input: unknown): Promise<{ isPaused: boolean; text: string }> => {
    if (!conversation.isStreamed) {
      const result = await agent.invoke(input as never, config);
      return { isPaused: '__interrupt__' in result, text: textOf(result.messages.at(-1)) };
    }
    let text = '';
    let isPaused = false;
    let last: unknown;
    const streamed = await agent.stream(input as never, {
      ...config,
      streamMode: ['messages', 'updates', 'values'],
    });
    for await (const [mode, part] of streamed as AsyncIterable<[string, unknown]>) {
      if (mode === 'updates') isPaused ||= '__interrupt__' in (part as object);
      if (mode === 'values') last = (part as { messages?: BaseMessage[] }).messages?.at(-1) ?? last;
      if (mode !== 'messages') continue;
      const [message] = part as [BaseMessage];
      if (AIMessage.isInstance(message)) text += message.text;
    }
    const final = textOf(last as BaseMessage);
    if (!isPaused && final !== text) throw new Error(`Streamed: ${text}; in the end: ${final}`);
    return { isPaused, text };
  };
  for (const content of conversation.users) {
    let ran = await run({ messages: [{ role: 'user', content }] });
    if (ran.isPaused) {
      await conversation.decide();
      ran = await run(new Command({ resume: { type: 'approve' } }));
    }
    answers.push(ran.text);
  }
  return { answers, requests: model.requests };
}

function textOf(message: BaseMessage | undefined): string {
  return message?.text ?? '';
}

/** Drives agents of LangChain with a scripted model; a call that waits pauses the run. */
export const pausing: AdapterDriver = {
  name: 'LangChain',
  pause: 'native',
  converse: (conversation) => converse(conversation, true),
};

/** The model is told that a call waits, and makes it again in the same run: the user does not ask again. */
export const telling: AdapterDriver = {
  name: 'LangChain, without pauses',
  pause: 'answer',
  converse: (conversation) =>
    converse({ ...conversation, users: conversation.users.slice(0, 1) }, false),
};
