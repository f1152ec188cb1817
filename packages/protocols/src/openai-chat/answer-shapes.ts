import { content, either, fields, inside, list, plains, type Shape } from '../shape/shape.ts';
import { indexOf, spoken } from './message-shapes.ts';

export const usage = fields({
  ...plains(
    'prompt_tokens',
    'completion_tokens',
    'total_tokens',
    'prompt_cache_hit_tokens',
    'prompt_cache_miss_tokens',
    'cost',
    'is_byok',
    'queue_time',
    'prompt_time',
    'completion_time',
    'total_time',
  ),
  prompt_tokens_details: fields(
    plains('cached_tokens', 'audio_tokens', 'text_tokens', 'image_tokens', 'cache_write_tokens'),
  ),
  completion_tokens_details: fields(
    plains(
      'reasoning_tokens',
      'audio_tokens',
      'text_tokens',
      'image_tokens',
      'accepted_prediction_tokens',
      'rejected_prediction_tokens',
    ),
  ),
  cost_details: fields(
    plains(
      'upstream_inference_cost',
      'upstream_inference_prompt_cost',
      'upstream_inference_completions_cost',
    ),
  ),
});

const filtered = fields(plains('filtered', 'detected', 'severity'));
export const filterResults = fields({
  hate: filtered,
  self_harm: filtered,
  sexual: filtered,
  violence: filtered,
  jailbreak: filtered,
  indirect_attack: filtered,
  profanity: filtered,
  protected_material_text: filtered,
  protected_material_code: fields({
    ...plains('filtered', 'detected'),
    citation: fields({ URL: content('citation'), ...plains('license') }),
  }),
  error: fields({ ...plains('code'), message: content('error') }),
});

/** A provider's error, in a body of its own or within an answer. */
export const error = either({
  string: content('error'),
  object: fields({
    ...plains('type', 'code', 'param', 'status'),
    message: content('error'),
    metadata: content('error', 'json-value'),
    innererror: content('error', 'json-value'),
  }),
});

function answer(streamed: boolean): Shape {
  const choice = fields(
    {
      ...plains('index', 'finish_reason', 'native_finish_reason', 'stop_reason', 'matched_stop'),
      ...{ [streamed ? 'delta' : 'message']: fields(spoken(streamed)) },
      logprobs: fields({
        content: { is: 'logprob', repeats: 'content' },
        refusal: { is: 'logprob', repeats: 'refusal' },
      }),
      content_filter_results: filterResults,
      content_filter_result: filterResults,
      content_filter_offsets: fields(plains('check_offset', 'start_offset', 'end_offset')),
      error,
    },
    (object, context, position) => {
      const index = indexOf(object, position, streamed);
      return inside(context, { choice: index }, streamed && { channel: `${String(index)}/` });
    },
  );
  return fields({
    ...plains(
      'id',
      'object',
      'created',
      'model',
      'service_tier',
      'system_fingerprint',
      'obfuscation',
    ),
    provider: content('citation'),
    choices: list(choice),
    usage,
    moderation: content('citation', 'json-value'),
    prompt_filter_results: list(
      fields({ ...plains('prompt_index'), content_filter_results: filterResults }),
    ),
    citations: list(content('citation')),
    search_results: content('citation', 'json-value'),
    x_groq: fields({ ...plains('id', 'seed'), usage, error }),
    error,
  });
}

export const ANSWER: Shape = answer(false);
export const CHUNK: Shape = answer(true);
