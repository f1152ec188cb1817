import { content, either, type Shape } from '../shape/shape.ts';

const value = content('tool_call', 'json-value');

/** The arguments of a call: a string of JSON. Some imitations write the JSON itself where an answer comes whole. */
export function callArguments(streamed: boolean): Shape {
  const text = content('tool_call', 'json-text', streamed ? 'arguments' : undefined);
  return streamed ? text : either({ string: text, object: value, list: value });
}
