import type { ProviderFormat, ScriptedTurn } from '@safeai/adapter-kit/testing';

const stopOf = ({ calls = [] }: ScriptedTurn) => (calls.length > 0 ? 'tool_use' : 'end_turn');
const usage = { input_tokens: 3, output_tokens: 2 };
const base = (number: number) => ({
  id: `msg_${String(number)}`,
  type: 'message',
  role: 'assistant',
  model: 'claude-test',
});

/** Messages as Anthropic answers them. */
export const messagesFormat: ProviderFormat = {
  whole: (turn, number) => ({
    ...base(number),
    content: [
      ...(turn.pieces === undefined ? [] : [{ type: 'text', text: turn.pieces.join('') }]),
      ...(turn.calls ?? []).map(({ id, name, arguments: input }) => ({
        type: 'tool_use',
        id,
        name,
        input,
      })),
    ],
    stop_reason: stopOf(turn),
    stop_sequence: null,
    usage,
  }),
  events(turn, number) {
    const event = (type: string, fields: object): string =>
      `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}`;
    const block = (index: number, begin: object, deltas: readonly object[]): readonly string[] => [
      event('content_block_start', { index, content_block: begin }),
      ...deltas.map((delta) => event('content_block_delta', { index, delta })),
      event('content_block_stop', { index }),
    ];
    const texts = turn.pieces === undefined ? [] : [turn.pieces];
    const message = { ...base(number), content: [], stop_reason: null, stop_sequence: null, usage };
    return [
      event('message_start', { message }),
      ...texts.flatMap((pieces) =>
        block(
          0,
          { type: 'text', text: '' },
          pieces.map((text) => ({ type: 'text_delta', text })),
        ),
      ),
      ...(turn.calls ?? []).flatMap(({ id, name, arguments: input }, index) => {
        const written = JSON.stringify(input);
        const half = Math.ceil(written.length / 2);
        return block(texts.length + index, { type: 'tool_use', id, name, input: {} }, [
          { type: 'input_json_delta', partial_json: written.slice(0, half) },
          { type: 'input_json_delta', partial_json: written.slice(half) },
        ]);
      }),
      event('message_delta', {
        delta: { stop_reason: stopOf(turn), stop_sequence: null },
        usage: { output_tokens: 2 },
      }),
      event('message_stop', {}),
    ];
  },
};
