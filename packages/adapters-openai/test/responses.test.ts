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
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { GuardedAgent, guardOpenAI } from '../src/index.ts';
import { responsesFormat } from './responses.ts';

/** A small agent on responses: it asks, runs the tools that the model calls, and asks again. */
async function talk(
  { users, tools, options, isStreamed }: Conversation,
  url: string,
): Promise<readonly string[]> {
  const client = new OpenAI({ apiKey: 'test', baseURL: `${url}/v1` });
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
  return answers;
}

const driver: AdapterDriver = {
  name: 'OpenAI responses',
  pause: 'answer',
  converse: withProvider(responsesFormat, talk),
};

adapterContract(driver, { describe, test });
adapterContract(asTheyCome(driver), { describe, test });
