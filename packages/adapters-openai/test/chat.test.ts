import { describe, test } from '@jest/globals';
import type { JsonObject } from '@safeai/core';
import {
  adapterContract,
  asTheyCome,
  withProvider,
  type AdapterDriver,
  type Conversation,
} from '@safeai/adapter-kit/testing';
import { OpenAI } from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { GuardedAgent, guardOpenAI } from '../src/index.ts';
import { chatFormat } from './chat.ts';

/** A small agent on the client: it asks, runs the tools that the model calls, and asks again. */
async function talk(
  { users, tools, options, isStreamed }: Conversation,
  url: string,
): Promise<readonly string[]> {
  const client = new OpenAI({ apiKey: 'test', baseURL: `${url}/v1` });
  const openai = guardOpenAI(client, new GuardedAgent(options));
  const messages: ChatCompletionMessageParam[] = [];
  const answers: string[] = [];
  const asked = {
    model: 'gpt-5-mini',
    messages,
    tools: Object.keys(tools).map((name) => ({
      type: 'function' as const,
      function: { name, parameters: { type: 'object' } },
    })),
  };
  const ask = async () => {
    if (isStreamed) return openai.chat.completions.stream(asked).finalMessage();
    const { choices } = await openai.chat.completions.create(asked);
    return choices[0]?.message ?? { role: 'assistant' as const, content: null, refusal: null };
  };
  for (const content of users) {
    messages.push({ role: 'user', content });
    let message = await ask();
    while ((message.tool_calls?.length ?? 0) > 0) {
      messages.push(message);
      for (const call of message.tool_calls ?? []) {
        if (call.type !== 'function') continue;
        const { name, arguments: written } = call.function;
        const result = tools[name]?.(JSON.parse(written) as JsonObject);
        messages.push({ role: 'tool', tool_call_id: call.id, content: JSON.stringify(result) });
      }
      message = await ask();
    }
    messages.push(message);
    answers.push(message.content ?? '');
  }
  return answers;
}

const driver: AdapterDriver = {
  name: 'OpenAI chats',
  pause: 'answer',
  converse: withProvider(chatFormat, talk),
};

adapterContract(driver, { describe, test });
adapterContract(asTheyCome(driver), { describe, test });
