import {
  content,
  fields,
  inside,
  list,
  plains,
  tagged,
  type Enter,
  type Shape,
} from '../shape/shape.ts';

const cited = content('citation');
const cacheBreakpoint = { prompt_cache_breakpoint: fields(plains('mode')) };

/** One shape for all four kinds of annotations. */
export const ANNOTATION: Shape = fields({
  ...plains('type', 'start_index', 'end_index', 'index', 'file_id', 'container_id'),
  title: cited,
  url: cited,
  filename: cited,
});

/** What an item can say in pieces, in requests and answers alike. */
export function contentPart(streamed: boolean, enter?: Enter): Shape {
  const flow = (name: string) => (streamed ? name : undefined);
  const text = fields(
    {
      ...plains('type'),
      text: content('text', 'text', flow('text')),
      annotations: list(ANNOTATION),
      logprobs: { is: 'logprob', repeats: 'text' },
      ...cacheBreakpoint,
    },
    enter,
  );
  const reasoning = fields(
    { ...plains('type'), text: content('reasoning', 'text', flow('text')) },
    enter,
  );
  const image = fields({
    ...plains('type', 'detail', 'file_id'),
    image_url: content('image'),
    ...cacheBreakpoint,
  });
  return tagged({
    input_text: text,
    output_text: text,
    text,
    summary_text: reasoning,
    reasoning_text: reasoning,
    refusal: fields(
      { ...plains('type'), refusal: content('refusal', 'text', flow('refusal')) },
      enter,
    ),
    input_image: image,
    computer_screenshot: image,
    input_file: fields({
      ...plains('type', 'detail', 'file_id'),
      file_data: content('file', 'binary'),
      file_url: content('file'),
      filename: content('file'),
      ...cacheBreakpoint,
    }),
    input_audio: fields({
      ...plains('type'),
      input_audio: fields({ ...plains('format'), data: content('audio', 'binary') }),
    }),
  });
}

/** A list of them, under a name that says where in a stream's item they are. */
export function contentParts(streamed: boolean, name: string): Shape {
  return list(
    contentPart(streamed, (_part, context, position) =>
      streamed
        ? inside(context, { channel: `${context.channel ?? ''}${name}/${String(position)}/` })
        : context,
    ),
  );
}
