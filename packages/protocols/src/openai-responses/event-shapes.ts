import { LimitExceededError, SafeAIError, type JsonObject } from '@safeai/core';
import { content, fields, inside, plains, tagged, type Enter, type Shape } from '../shape/shape.ts';
import { error } from '../openai-chat/answer-shapes.ts';
import { ANNOTATION, contentPart } from './content-shapes.ts';
import { itemOf } from './item-shapes.ts';
import { responseOf } from './shapes.ts';

const frame = plains(
  'type',
  'sequence_number',
  'item_id',
  'output_index',
  'content_index',
  'summary_index',
  'annotation_index',
  'response_id',
  'status',
  'obfuscation',
);

/** The parts of an answer, from the outermost in, and what a stream's event calls their indices. */
const INDICES = [
  ['output_index', ''],
  ['content_index', 'content/'],
  ['summary_index', 'summary/'],
] as const;

/** Highest index: clients keep lists as long as that. */
const MAX_INDEX = 1000;

/**
 * Where in the answer an event is, as the beginning of its channel: `0/`, `0/content/1/`.
 *
 * @throws SafeAIError `malformed_stream` for an index that is no whole number; LimitExceededError for one past all bounds
 */
export function channelOf(event: JsonObject): string {
  let channel = '';
  for (const [name, list] of INDICES) {
    const index = Object.hasOwn(event, name) ? event[name] : undefined;
    if (index === undefined || index === null) continue;
    if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) {
      throw new SafeAIError('malformed_stream', 'An index in the event stream is no whole number.');
    }
    if (index > MAX_INDEX) {
      throw new LimitExceededError(
        `An index in the event stream is higher than ${String(MAX_INDEX)}.`,
      );
    }
    channel += `${list}${String(index)}/`;
  }
  return channel;
}

const placed: Enter = (event, context) => {
  const channel = channelOf(event);
  if (channel === '') {
    throw new SafeAIError(
      'malformed_stream',
      'An event of the stream does not say which part of the answer it is of.',
    );
  }
  return inside(context, { channel });
};
/** The provider's own tool: its pieces do not name it. */
const interpreting: Enter = (event, context, position) => ({
  ...placed(event, context, position),
  toolName: 'code_interpreter',
});
/** Sound has no place of its own. */
const sounds: Enter = (_event, context) => ({ ...context, channel: 'audio/' });

const logprobs: Shape = { is: 'logprob', repeats: 'text' };
const flowing = (shape: Readonly<Record<string, Shape>>) => fields({ ...frame, ...shape }, placed);
const text = content('text', 'text', 'text');
const refusal = content('refusal', 'text', 'refusal');
const reasoning = content('reasoning', 'text', 'text');
const json = content('tool_call', 'json-text', 'arguments');
const input = content('tool_call', 'text', 'input');
const code = content('tool_call', 'text', 'code');
const transcript = content('audio', 'text', 'transcript');
const name = content('tool_name', 'text', 'arguments');

const response = fields({ ...frame, response: responseOf(true) });
const item = flowing({ item: itemOf(true) });
const part = flowing({ part: contentPart(true) });
const progress = fields(frame);

/** Progress of the provider's own tools: nothing is said there. */
const PROGRESS = Object.fromEntries(
  [
    ['file_search_call', 'in_progress', 'searching', 'completed'],
    ['web_search_call', 'in_progress', 'searching', 'completed'],
    ['image_generation_call', 'in_progress', 'generating', 'completed'],
    ['code_interpreter_call', 'in_progress', 'interpreting', 'completed'],
    ['mcp_call', 'in_progress', 'completed', 'failed'],
    ['mcp_list_tools', 'in_progress', 'completed', 'failed'],
  ].flatMap(([tool, ...steps]) =>
    steps.map((step) => [`response.${String(tool)}.${step}`, progress] as const),
  ),
);

export const EVENT: Shape = tagged({
  ...PROGRESS,
  keepalive: progress,
  'response.created': response,
  'response.queued': response,
  'response.in_progress': response,
  'response.completed': response,
  'response.incomplete': response,
  'response.failed': response,
  'response.output_item.added': item,
  'response.output_item.done': item,
  'response.content_part.added': part,
  'response.content_part.done': part,
  'response.output_text.delta': flowing({ delta: text, logprobs }),
  'response.output_text.done': flowing({ text, logprobs }),
  'response.output_text.annotation.added': flowing({ annotation: ANNOTATION }),
  'response.refusal.delta': flowing({ delta: refusal }),
  'response.refusal.done': flowing({ refusal }),
  'response.reasoning_text.delta': flowing({ delta: reasoning }),
  'response.reasoning_text.done': flowing({ text: reasoning }),
  'response.reasoning_summary_part.added': part,
  'response.reasoning_summary_part.done': part,
  'response.reasoning_summary_text.delta': flowing({ delta: reasoning }),
  'response.reasoning_summary_text.done': flowing({ text: reasoning }),
  'response.function_call_arguments.delta': flowing({ delta: json }),
  'response.function_call_arguments.done': flowing({ arguments: json, name }),
  'response.mcp_call_arguments.delta': flowing({ delta: json }),
  'response.mcp_call_arguments.done': flowing({ arguments: json, name }),
  'response.custom_tool_call_input.delta': flowing({ delta: input }),
  'response.custom_tool_call_input.done': flowing({ input }),
  'response.code_interpreter_call_code.delta': fields({ ...frame, delta: code }, interpreting),
  'response.code_interpreter_call_code.done': fields({ ...frame, code }, interpreting),
  'response.image_generation_call.partial_image': fields({
    ...frame,
    ...plains('partial_image_index', 'size', 'quality', 'background', 'output_format'),
    partial_image_b64: content('image', 'binary'),
  }),
  'response.audio.delta': fields({ ...frame, delta: content('audio', 'binary') }),
  'response.audio.done': progress,
  'response.audio.transcript.delta': fields({ ...frame, delta: transcript }, sounds),
  'response.audio.transcript.done': fields(frame, sounds),
  error: fields({ ...frame, ...plains('code', 'param'), message: content('error'), error }),
});
