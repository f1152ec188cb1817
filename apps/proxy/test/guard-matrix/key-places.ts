/** Places in the names of fields: of content that is JSON itself. */
import type { JsonObject } from '@safeai/core';
import {
  anthropicMessages,
  geminiGenerate,
  openAiChat,
  type PartKind,
  type Protocol,
  type Speaker,
} from '@safeai/protocols';
import type { Place } from './place.ts';

function named(
  protocol: Protocol,
  direction: Place['direction'],
  [kind, role]: readonly [PartKind, Speaker],
  where: string,
  body: (key: string) => JsonObject,
): Place {
  return {
    ...{ protocol, direction, kind, role, where },
    ...{ carrier: 'json', status: 200, flows: false },
    write: (pieces) => JSON.stringify(body(pieces.join(''))),
  };
}

const hi = [{ role: 'user', content: 'Hi' }];
const call = (args: JsonObject): JsonObject => ({
  id: 'call_1',
  type: 'function',
  function: { name: 'send_mail', arguments: JSON.stringify(args) },
});

/** One for each kind of JSON. */
export const KEY_PLACES: readonly Place[] = [
  named(openAiChat, 'request', ['setting', 'user'], 'a name in metadata', (key) => ({
    ...{ model: 'gpt-4o-mini', messages: hi },
    metadata: { [key]: 'fine' },
  })),
  named(openAiChat, 'request', ['definition', 'user'], 'a name in a schema', (key) => ({
    ...{ model: 'gpt-4o-mini', messages: hi },
    tools: [
      {
        type: 'function',
        function: { name: 'send_mail', parameters: { properties: { [key]: { type: 'string' } } } },
      },
    ],
  })),
  named(openAiChat, 'request', ['tool_result', 'tool'], 'a name in a result', (key) => ({
    model: 'gpt-4o-mini',
    messages: [
      ...hi,
      { role: 'assistant', content: null, tool_calls: [call({})] },
      { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify({ [key]: 1 }) },
    ],
  })),
  named(openAiChat, 'answer', ['tool_call', 'assistant'], 'a name in arguments', (key) => ({
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4o-mini' },
    choices: [
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: { role: 'assistant', content: null, tool_calls: [call({ [key]: 1 })] },
      },
    ],
  })),
  named(anthropicMessages, 'answer', ['tool_call', 'assistant'], 'a name in an input', (key) => ({
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5' },
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'send_mail', input: { [key]: 1 } }],
    ...{ stop_reason: 'tool_use', stop_sequence: null },
    usage: { input_tokens: 1, output_tokens: 1 },
  })),
  named(geminiGenerate, 'answer', ['tool_call', 'assistant'], 'a name in arguments', (key) => ({
    candidates: [
      {
        index: 0,
        finishReason: 'STOP',
        content: { role: 'model', parts: [{ functionCall: { name: 'f', args: { [key]: 1 } } }] },
      },
    ],
  })),
];
