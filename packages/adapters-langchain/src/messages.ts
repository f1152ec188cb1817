import { jsonOf, textOf } from '@safeai/adapter-kit';
import type { JsonValue } from '@safeai/core';
import type { BaseMessage } from '@langchain/core/messages';

/** A text of a message, and how another takes its place in a draft. */
export interface Place {
  readonly value: JsonValue;
  readonly put: (draft: Draft, value: JsonValue) => void;
}

/** The fields of a message that a guard may change. */
export interface Draft {
  content: unknown;
  additional_kwargs: Record<string, unknown>;
  response_metadata: Record<string, unknown>;
  tool_calls?: CalledTool[];
  artifact?: unknown;
  [field: string]: unknown;
}

/** A tool call in a message. */
export interface CalledTool {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly id?: string;
  readonly type?: 'tool_call';
}

/** What a message says, and how much of it nobody can look into. */
export interface Said {
  readonly places: readonly Place[];
  readonly unscanned: number;
}

/** Where blocks of content hold a text. */
export const TEXTS = ['text', 'reasoning', 'thinking', 'refusal'] as const;
/** Where providers put texts beside the content. */
export const BESIDE = ['reasoning_content', 'reasoning', 'refusal'] as const;
/** Blocks that say again what `tool_calls` says. */
const CALLS: ReadonlySet<unknown> = new Set([
  'tool_use',
  'tool_call',
  'tool_call_chunk',
  'input_json_delta',
  'function_call',
]);
/** Blocks that nobody here looks into. */
const MEDIA: ReadonlySet<unknown> = new Set([
  'image',
  'image_url',
  'audio',
  'input_audio',
  'video',
  'file',
  'document',
  'text-plain',
  'media',
  'redacted_thinking',
]);

/**
 * The texts of a message's content: a text, or blocks. Blocks of a kind that is not known are judged as JSON; images and
 * files are counted.
 */
export function saidIn({
  content,
  additional_kwargs: beside,
}: Pick<BaseMessage, 'content' | 'additional_kwargs'>): Said {
  const places: Place[] = [];
  let unscanned = 0;
  if (typeof content === 'string') {
    if (content !== '') {
      places.push({ value: content, put: (draft, value) => (draft.content = textOf(value)) });
    }
  } else {
    for (const [index, block] of (content as readonly unknown[]).entries()) {
      if (typeof block === 'object' && block !== null && 'type' in block) {
        if (CALLS.has(block.type)) continue;
        if (MEDIA.has(block.type)) {
          unscanned += 1;
          continue;
        }
      }
      places.push(...placesOf(block, index));
    }
  }
  for (const key of BESIDE) {
    const value = beside[key];
    if (value === undefined || value === null || value === '') continue;
    places.push({
      value: jsonOf(value) ?? null,
      put: (draft, after) => (draft.additional_kwargs[key] = after),
    });
  }
  return { places, unscanned };
}

function placesOf(block: unknown, index: number): Place[] {
  if (typeof block === 'object' && block !== null) {
    const key = TEXTS.find((name) => typeof (block as Record<string, unknown>)[name] === 'string');
    if (key !== undefined && Object.values(block).every((field) => typeof field !== 'object')) {
      const value = (block as Record<string, string>)[key] ?? '';
      if (value === '') return [];
      return [{ value, put: (draft, after) => (blockOf(draft, index)[key] = textOf(after)) }];
    }
  }
  return [
    {
      value: jsonOf(block) ?? null,
      put: (draft, after) => ((draft.content as unknown[])[index] = after),
    },
  ];
}

/** The arguments of a message's tool calls. */
export function argumentsIn(
  calls: readonly CalledTool[] | undefined,
  isMeant: (name: string) => boolean = () => true,
): readonly Place[] {
  return (calls ?? []).flatMap(({ name, args }, index) =>
    isMeant(name)
      ? [
          {
            value: jsonOf(args) ?? null,
            put: (draft: Draft, value: JsonValue) => {
              putArguments(draft, index, value);
            },
          },
        ]
      : [],
  );
}

/** New arguments for a call, and none of the old ones beside them. */
function putArguments(draft: Draft, index: number, value: JsonValue): void {
  const call = draft.tool_calls?.[index];
  if (call === undefined || draft.tool_calls === undefined) return;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const args = isObject ? (value as Record<string, unknown>) : { input: value };
  draft.tool_calls[index] = { ...call, args };
  delete draft.additional_kwargs.tool_calls;
  delete draft.additional_kwargs.function_call;
  if (Array.isArray(draft.content)) {
    draft.content = (draft.content as { type?: unknown }[]).filter(({ type }) => !CALLS.has(type));
  }
}

function blockOf(draft: Draft, index: number): Record<string, unknown> {
  return (draft.content as Record<string, unknown>[])[index] ?? {};
}

/** The same message, by its id and kind too, with what was changed of it; another object. */
export function changed<Message extends BaseMessage>(
  message: Message,
  change: (draft: Draft) => void,
): Message {
  const before = message as unknown as Draft;
  const draft: Draft = {
    content: Array.isArray(before.content)
      ? before.content.map((block: unknown) =>
          typeof block === 'object' && block !== null ? { ...block } : block,
        )
      : before.content,
    additional_kwargs: { ...before.additional_kwargs },
    response_metadata: { ...before.response_metadata },
    ...(before.tool_calls === undefined ? {} : { tool_calls: [...before.tool_calls] }),
    ...(before.artifact === undefined ? {} : { artifact: before.artifact }),
  };
  change(draft);
  const copy = Object.create(
    Object.getPrototypeOf(message) as object,
    Object.getOwnPropertyDescriptors(message),
  ) as Message;
  Object.assign(copy, draft, { lc_kwargs: { ...message.lc_kwargs, ...draft } });
  return copy;
}

/**
 * What a provider says of an answer, without what it says again of its text: raw output, probabilities of tokens.
 */
export function scalarsOf(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metadata).filter(
      ([key, value]) => typeof value !== 'object' || value === null || USAGE.has(key),
    ),
  );
}

const USAGE: ReadonlySet<string> = new Set(['tokenUsage', 'usage', 'estimatedTokenUsage']);
