/** Words of the protocols: identifiers, models, names of tools in definitions. They are no content, and are judged all the same. */
import type { JsonObject } from '@safeai/core';
import { anthropicMessages, geminiGenerate, openAiChat, openAiResponses } from '@safeai/protocols';
import type { Place } from './place.ts';

/** A word of a protocol's, which is no content. */
export type WordPlace = Omit<Place, 'kind' | 'role'>;

const json = { carrier: 'json', status: 200, flows: false } as const;

function word(
  protocol: Place['protocol'],
  direction: Place['direction'],
  where: string,
  body: (text: string) => JsonObject,
): WordPlace {
  const write: Place['write'] = (pieces) => JSON.stringify(body(pieces.join('')));
  return { ...json, protocol, direction, where, write };
}

const hi = [{ role: 'user', content: 'Hi' }];

/** One for each format and direction, in the place where a text would be least at home. */
export const WORD_PLACES: readonly WordPlace[] = [
  word(openAiChat, 'request', 'tools[].function.name', (name) => ({
    model: 'gpt-4o-mini',
    messages: hi,
    tools: [{ type: 'function', function: { name, parameters: {} } }],
  })),
  word(openAiChat, 'answer', 'id', (id) => ({
    id,
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4o-mini',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }],
  })),
  word(openAiResponses, 'request', 'tools[].name', (name) => ({
    model: 'gpt-4.1',
    input: 'Hi',
    tools: [{ type: 'function', name, parameters: {} }],
  })),
  word(anthropicMessages, 'request', 'tools[].name', (name) => ({
    model: 'claude-sonnet-4-5',
    max_tokens: 10,
    messages: hi,
    tools: [{ name, input_schema: {} }],
  })),
  word(geminiGenerate, 'request', 'tools[].functionDeclarations[].name', (name) => ({
    contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
    tools: [{ functionDeclarations: [{ name }] }],
  })),
];
