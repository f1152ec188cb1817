import { Anthropic } from '@anthropic-ai/sdk';
import { describe, test } from '@jest/globals';
import type { JsonObject } from '@safeai/core';
import {
  adapterContract,
  asTheyCome,
  withProvider,
  type AdapterDriver,
  type Conversation,
} from '@safeai/adapter-kit/testing';
import { GuardedAgent, guardAnthropic } from '../src/index.ts';
import { messagesFormat } from './messages.ts';

/** A small agent on the client: it asks, runs the tools that the model calls, and asks again. */
async function talk(
  { users, tools, options, isStreamed }: Conversation,
  url: string,
): Promise<readonly string[]> {
  const client = new Anthropic({ apiKey: 'test', baseURL: url });
  const anthropic = guardAnthropic(client, new GuardedAgent(options));
  const messages: Anthropic.MessageParam[] = [];
  const answers: string[] = [];
  const asked = {
    model: 'claude-test',
    max_tokens: 100,
    messages,
    tools: Object.keys(tools).map((name) => ({
      name,
      input_schema: { type: 'object' as const },
    })),
  };
  const ask = () =>
    isStreamed ? anthropic.messages.stream(asked).finalMessage() : anthropic.messages.create(asked);
  for (const content of users) {
    messages.push({ role: 'user', content });
    let message = await ask();
    while (message.stop_reason === 'tool_use') {
      messages.push({ role: 'assistant', content: message.content });
      const results = message.content.flatMap((block) => {
        if (block.type !== 'tool_use') return [];
        const result = JSON.stringify(tools[block.name]?.(block.input as JsonObject));
        return [{ type: 'tool_result' as const, tool_use_id: block.id, content: result }];
      });
      messages.push({ role: 'user', content: results });
      message = await ask();
    }
    messages.push({ role: 'assistant', content: message.content });
    const texts = message.content.map((block) => (block.type === 'text' ? block.text : ''));
    answers.push(texts.join(''));
  }
  return answers;
}

const driver: AdapterDriver = {
  name: 'Anthropic messages',
  pause: 'answer',
  converse: withProvider(messagesFormat, talk),
};

adapterContract(driver, { describe, test });
adapterContract(asTheyCome(driver), { describe, test });
