import type { ProviderFormat, ScriptedTurn } from '@safeai/adapter-kit/testing';

const base = (number: number) => ({
  id: `chatcmpl-${String(number)}`,
  created: 1_700_000_000,
  model: 'gpt-5-mini',
});
const callsOf = ({ calls = [] }: ScriptedTurn) =>
  calls.map(({ id, name, arguments: parameters }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(parameters) },
  }));
const finishOf = ({ calls = [] }: ScriptedTurn) => (calls.length > 0 ? 'tool_calls' : 'stop');

/** Chats as OpenAI answers them. */
export const chatFormat: ProviderFormat = {
  whole: (turn, number) => {
    const calls = callsOf(turn);
    const content = turn.pieces?.join('') ?? null;
    const message = {
      role: 'assistant',
      content,
      refusal: null,
      ...(calls.length > 0 && { tool_calls: calls }),
    };
    return {
      ...base(number),
      object: 'chat.completion',
      choices: [{ index: 0, message, logprobs: null, finish_reason: finishOf(turn) }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    };
  },
  events(turn, number) {
    const chunk = (delta: object, finish: string | null = null): string => {
      const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
      const event = { ...base(number), object: 'chat.completion.chunk', choices };
      return `data: ${JSON.stringify(event)}`;
    };
    const pieces = (turn.pieces ?? []).map((content) => chunk({ content }));
    const calls = callsOf(turn).flatMap((call, index) => {
      const { name, arguments: written } = call.function;
      const half = Math.ceil(written.length / 2);
      const args = (piece: string) =>
        chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
      return [
        chunk({ tool_calls: [{ index, ...call, function: { name, arguments: '' } }] }),
        args(written.slice(0, half)),
        args(written.slice(half)),
      ];
    });
    return [
      chunk({ role: 'assistant', content: turn.pieces === undefined ? null : '' }),
      ...pieces,
      ...calls,
      chunk({}, finishOf(turn)),
      'data: [DONE]',
    ];
  },
};
