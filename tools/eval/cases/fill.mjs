/**
 * A template with its slots filled, and where the values stand.
 *
 * @param template text with slots such as `{v}`; a slot without a value stays as it is
 * @param values by slot
 * @param labelled the slots whose places are wanted, with the label of each; `{ v: undefined }` if absent
 * @returns `{ text, spans }`: spans are `[start, end]` or, with a label, `[start, end, label]`
 */
export function fill(template, values, labelled = { v: undefined }) {
  let text = '';
  const spans = [];
  for (const part of template.split(/(\{[a-zA-Z_]+\})/)) {
    const slot = /^\{([a-zA-Z_]+)\}$/.exec(part)?.[1];
    if (slot === undefined || !(slot in values)) {
      text += part;
      continue;
    }
    const start = text.length;
    text += values[slot];
    if (!(slot in labelled)) continue;
    const label = labelled[slot];
    spans.push(label === undefined ? [start, text.length] : [start, text.length, label]);
  }
  return { text, spans };
}
