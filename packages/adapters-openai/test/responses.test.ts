import { describe, test } from '@jest/globals';
import type { JsonObject } from '@safeai/core';
import {
  adapterContract,
  scriptedProvider,
  type Conversation,
  type Conversed,
} from '@safeai/adapter-kit/testing';
import { OpenAI } from 'openai';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { GuardedAgent, guardOpenAI } from '../src/index.ts';
import { responsesFormat } from './responses.ts';

/** A small agent on responses: it asks, runs the tools that the model calls, and asks again. */
async function converse(conversation: Conversation): Promise<Conversed> {
  const { users, turns, tools, options, isStreamed } = conversation;
  const provider = await scriptedProvider(turns, responsesFormat);
  try {
    const client = new OpenAI({ apiKey: 'test', baseURL: `${provider.url}/v1` });
    const openai = guardOpenAI(client, new GuardedAgent(options));
    const input: ResponseInputItem[] = [];
    const answers: string[] = [];
    const asked = {
      model: 'gpt-5-mini',
      input,
      tools: Object.keys(tools).map((name) => ({
        type: 'function' as const,
        name,
        parameters: { type: 'object' },
        strict: false,
      })),
    };
    const ask = () =>
      isStreamed ? openai.responses.stream(asked).finalResponse() : openai.responses.create(asked);
    for (const content of users) {
      input.push({ role: 'user', content });
      for (;;) {
        const { output } = await ask();
        for (const item of output) {
          // Helpers of the client add what they read of it.
          if (item.type === 'message') {
            const text = item.content.map((part) => (part.type === 'output_text' ? part.text : ''));
            input.push({ role: 'assistant', content: text.join('') });
            answers.push(text.join(''));
          }
          if (item.type !== 'function_call') continue;
          const { call_id, name, arguments: written } = item;
          input.push({ type: 'function_call', call_id, name, arguments: written });
          const result = JSON.stringify(tools[name]?.(JSON.parse(written) as JsonObject));
          input.push({ type: 'function_call_output', call_id, output: result });
        }
        if (!output.some(({ type }) => type === 'function_call')) break;
      }
    }
    return { answers, requests: provider.requests };
  } finally {
    await provider.close();
  }
}

adapterContract({ name: 'OpenAI responses', pause: 'answer', converse }, { describe, test });

adapterContract(
  {
    name: 'OpenAI responses, answers as they come',
    pause: 'answer',
    converse: (conversation) =>
      converse({ ...conversation, options: { ...conversation.options, mode: 'window' } }),
  },
  { describe, test },
);
