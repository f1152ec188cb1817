import {
  content,
  either,
  fields,
  inside,
  list,
  plain,
  plains,
  tokens,
  type Enter,
  type Shape,
} from '../shape/shape.ts';
import { error, filterResults, usage } from '../openai-chat/answer-shapes.ts';
import { indexOf } from '../openai-chat/message-shapes.ts';

const text = content('text');
const setting = content('setting');

export const REQUEST: Shape = fields({
  ...plains(
    'model',
    'best_of',
    'echo',
    'frequency_penalty',
    'logprobs',
    'max_tokens',
    'n',
    'presence_penalty',
    'repetition_penalty',
    'seed',
    'stream',
    'temperature',
    'top_k',
    'top_p',
    'min_p',
  ),
  prompt: either({
    string: text,
    numbers: tokens,
    list: list(either({ string: text, list: tokens })),
  }),
  suffix: text,
  stop: either({ string: setting, list: list(setting) }),
  stream_options: fields(plains('include_usage', 'include_obfuscation')),
  logit_bias: content('setting', 'json-value'),
  user: setting,
});

function answer(streamed: boolean): Shape {
  const enter: Enter = (choice, context, position) => {
    const index = indexOf(choice, position, streamed);
    return inside(context, { choice: index }, streamed && { channel: `${String(index)}/` });
  };
  const choice = fields(
    {
      ...plains('index', 'finish_reason', 'stop_reason', 'matched_stop'),
      text: content('text', 'text', streamed ? 'text' : undefined),
      logprobs: fields({
        tokens: { is: 'logprob', repeats: 'text' },
        // The alternatives are the keys of its objects.
        top_logprobs: { is: 'logprob', repeats: 'text' },
        token_logprobs: list(plain),
        text_offset: list(plain),
      }),
      content_filter_results: filterResults,
    },
    enter,
  );
  return fields({
    ...plains('id', 'object', 'created', 'model', 'system_fingerprint', 'obfuscation'),
    choices: list(choice),
    usage,
    prompt_filter_results: list(
      fields({ ...plains('prompt_index'), content_filter_results: filterResults }),
    ),
    error,
  });
}

export const ANSWER: Shape = answer(false);
export const CHUNK: Shape = answer(true);
