import type { ProviderFormat, ScriptedTurn } from '@safeai/adapter-kit/testing';

const text = (pieces: readonly string[]) => ({
  type: 'output_text',
  text: pieces.join(''),
  annotations: [],
});
const itemsOf = ({ pieces, calls = [] }: ScriptedTurn, number: number) => [
  ...(pieces === undefined
    ? []
    : [
        {
          type: 'message',
          id: `msg_${String(number)}`,
          status: 'completed',
          role: 'assistant',
          content: [text(pieces)],
        },
      ]),
  ...calls.map(({ id, name, arguments: parameters }) => ({
    type: 'function_call',
    id: `fc_${id}`,
    call_id: id,
    status: 'completed',
    name,
    arguments: JSON.stringify(parameters),
  })),
];
const responseOf = (number: number, status: string, output: readonly object[]) => ({
  id: `resp_${String(number)}`,
  object: 'response',
  created_at: 1_700_000_000,
  status,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  model: 'gpt-5-mini',
  output,
  parallel_tool_calls: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  usage:
    status === 'completed'
      ? {
          input_tokens: 3,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens: 2,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: 5,
        }
      : null,
});

/** Responses as OpenAI answers them. */
export const responsesFormat: ProviderFormat = {
  whole: (turn, number) => responseOf(number, 'completed', itemsOf(turn, number)),
  events(turn, number) {
    const events: string[] = [];
    const say = (type: string, fields: object): void => {
      const event = { type, sequence_number: events.length, ...fields };
      events.push(`event: ${type}\ndata: ${JSON.stringify(event)}`);
    };
    const items = itemsOf(turn, number);
    say('response.created', { response: responseOf(number, 'in_progress', []) });
    items.forEach((item, output_index) => {
      const at = { output_index, item_id: item.id };
      if (item.type === 'message') {
        const part = text(turn.pieces ?? []);
        const inPart = { ...at, content_index: 0 };
        const begun = { ...item, status: 'in_progress', content: [] };
        say('response.output_item.added', { output_index, item: begun });
        say('response.content_part.added', { ...inPart, part: { ...part, text: '' } });
        for (const delta of turn.pieces ?? []) {
          say('response.output_text.delta', { ...inPart, delta, logprobs: [] });
        }
        say('response.output_text.done', { ...inPart, text: part.text, logprobs: [] });
        say('response.content_part.done', { ...inPart, part });
      } else {
        const written = 'arguments' in item ? item.arguments : '';
        const half = Math.ceil(written.length / 2);
        const begun = { ...item, status: 'in_progress', arguments: '' };
        say('response.output_item.added', { output_index, item: begun });
        for (const delta of [written.slice(0, half), written.slice(half)]) {
          say('response.function_call_arguments.delta', { ...at, delta });
        }
        const name = 'name' in item ? item.name : '';
        say('response.function_call_arguments.done', { ...at, name, arguments: written });
      }
      say('response.output_item.done', { output_index, item });
    });
    say('response.completed', { response: responseOf(number, 'completed', items) });
    return events;
  },
};
