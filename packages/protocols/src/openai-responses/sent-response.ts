import type { JsonObject, JsonValue } from '@safeai/core';
import { stringOf } from '../shape/shape.ts';
import { objectOf } from '../usage.ts';

type Writable = Record<string, JsonValue>;

/** An item of which a client was told something. */
interface SentItem {
  readonly index: number;
  item: Writable;
  done: boolean;
  /** Parts that began and did not end, by list and place: `content/0`. */
  readonly open: Set<string>;
}

const INDEX_OF = { content: 'content_index', summary: 'summary_index' } as const;
type PartList = keyof typeof INDEX_OF;

/** What a part's type is called in the names of its events, and the field of its text. */
const TEXTS: ReadonlyMap<string, readonly [name: string, field: string]> = new Map([
  ['output_text', ['output_text', 'text']],
  ['refusal', ['refusal', 'refusal']],
  ['reasoning_text', ['reasoning_text', 'text']],
  ['summary_text', ['reasoning_summary_text', 'text']],
]);

/** The response as a client has put it together, for an ending that fits it. */
export class SentResponse {
  #response: JsonObject | undefined;
  readonly #items = new Map<number, SentItem>();

  /** Notes an event that was passed on, as it was passed on. */
  note(event: JsonObject): void {
    const type = stringOf(event, 'type') ?? '';
    this.#response = objectOf(event, 'response') ?? this.#response;
    const index = event.output_index;
    if (typeof index !== 'number') return;
    const item = objectOf(event, 'item');
    if (item !== undefined) {
      const done = type.endsWith('.done');
      // Its pieces are added to it: a copy, for the event may still be read.
      this.#items.set(index, { index, item: structuredClone(item), done, open: new Set() });
      return;
    }
    const sent = this.#items.get(index);
    const place = placeOf(event);
    if (sent === undefined || place === undefined) return;
    const [list, at] = place;
    const parts = (sent.item[list] ??= []) as JsonValue;
    // What is no list of parts has none that could be closed.
    if (!Array.isArray(parts)) return;
    const part = objectOf(event, 'part');
    if (part !== undefined) {
      parts[at] = structuredClone(part);
      sent.open[type.endsWith('.done') ? 'delete' : 'add'](`${list}/${String(at)}`);
      return;
    }
    const said: unknown = parts[at];
    if (!isPart(said)) return;
    const [, field] = TEXTS.get(stringOf(said, 'type') ?? '') ?? [];
    if (field === undefined) return;
    if (typeof event.delta === 'string') {
      said[field] = `${stringOf(said, field) ?? ''}${event.delta}`;
    } else if (typeof event[field] === 'string') {
      said[field] = event[field];
    }
  }

  /**
   * Events that close what is open, say a message and end the response. A call that is open is left open, and is not in
   * the last event: nobody should take a part of one for the whole.
   */
  ending(message: string, empty: JsonObject): readonly JsonObject[] {
    const events: JsonObject[] = [];
    if (this.#response === undefined) events.push({ type: 'response.created', response: empty });
    for (const sent of this.#items.values()) events.push(...closing(sent));
    const index = Math.max(-1, ...this.#items.keys()) + 1;
    const said = messageItem(message);
    events.push(...saying(said, message, index));
    const output = [...this.#items.values()]
      .sort((left, right) => left.index - right.index)
      .filter(({ done }) => done)
      .map(({ item }) => item);
    events.push({
      type: 'response.incomplete',
      response: {
        ...(this.#response ?? empty),
        status: 'incomplete',
        incomplete_details: { reason: 'content_filter' },
        output: [...output, said],
      },
    });
    return events;
  }
}

/** A message of ours, as an item. */
export function messageItem(text: string): JsonObject {
  return {
    id: 'msg_safeai',
    type: 'message',
    status: 'incomplete',
    role: 'assistant',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
  };
}

function isPart(value: unknown): value is Writable {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function placeOf(event: JsonObject): readonly [PartList, number] | undefined {
  for (const list of ['content', 'summary'] as const) {
    const at = event[INDEX_OF[list]];
    if (typeof at === 'number') return [list, at];
  }
  return undefined;
}

function closing(sent: SentItem): readonly JsonObject[] {
  const { index, item } = sent;
  const type = stringOf(item, 'type');
  if (sent.done || (type !== 'message' && type !== 'reasoning')) return [];
  const item_id: JsonValue = item.id ?? '';
  const events: JsonObject[] = [];
  for (const key of sent.open) {
    const [list, at] = key.split('/') as [PartList, string];
    const part = (item[list] as JsonObject[])[Number(at)];
    if (part === undefined) continue;
    const place = { item_id, output_index: index, [INDEX_OF[list]]: Number(at) };
    const [name, field] = TEXTS.get(stringOf(part, 'type') ?? '') ?? [];
    if (name !== undefined && field !== undefined) {
      const text: JsonValue = part[field] ?? '';
      const logprobs = name === 'output_text' ? { logprobs: [] } : {};
      events.push({ type: `response.${name}.done`, ...place, [field]: text, ...logprobs });
    }
    const holder = list === 'summary' ? 'reasoning_summary_part' : 'content_part';
    events.push({ type: `response.${holder}.done`, ...place, part });
  }
  sent.item = { ...item, status: 'incomplete' };
  sent.done = true;
  events.push({ type: 'response.output_item.done', output_index: index, item: sent.item });
  return events;
}

function saying(said: JsonObject, text: string, output_index: number): readonly JsonObject[] {
  const place = { item_id: said.id ?? '', output_index, content_index: 0 };
  const [part] = said.content as JsonObject[];
  const begun = { ...said, status: 'in_progress', content: [] };
  const empty = { ...part, text: '' };
  return [
    { type: 'response.output_item.added', output_index, item: begun },
    { type: 'response.content_part.added', ...place, part: empty },
    { type: 'response.output_text.delta', ...place, delta: text, logprobs: [] },
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part: part ?? empty },
    { type: 'response.output_item.done', output_index, item: said },
  ];
}
