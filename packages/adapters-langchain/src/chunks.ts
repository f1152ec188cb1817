import type { Withheld } from '@safeai/adapter-kit';
import { AIMessageChunk, type AIMessage } from '@langchain/core/messages';
import { callChunks } from './answer.ts';
import { BESIDE, scalarsOf, TEXTS } from './messages.ts';

/** A piece of one of an answer's texts. */
export interface ChannelText {
  /** Which text it goes on with. */
  readonly channel: string;
  readonly text: string;
}

/** A chunk's texts, what is left without them, and what is held until the end. */
export interface SplitChunk {
  readonly texts: readonly ChannelText[];
  /** Ids, usage and metadata. */
  readonly shell: AIMessageChunk;
  /** Pieces of calls, and blocks that are no texts. */
  readonly other: AIMessageChunk | null;
}

/** A whole message as a chunk: models that do not stream give one. */
export function chunkOf(message: AIMessage | AIMessageChunk): AIMessageChunk {
  if (AIMessageChunk.isInstance(message) && hasItsCalls(message)) return message;
  const { content, additional_kwargs, response_metadata } = message;
  return new AIMessageChunk({
    content,
    additional_kwargs,
    response_metadata,
    tool_call_chunks: callChunks(message.tool_calls) ?? [],
    ...headOf(message),
  });
}

function hasItsCalls({ tool_calls, tool_call_chunks }: AIMessageChunk): boolean {
  return (tool_calls ?? []).length === 0 || (tool_call_chunks ?? []).length > 0;
}

/** In the place of an answer. */
export function withheldChunk({ text }: Withheld): AIMessageChunk {
  return new AIMessageChunk({ content: text, response_metadata: WITHHELD });
}

/** What stands in the metadata of an answer that was not given. */
export const WITHHELD = { finish_reason: 'content_filter' } as const;

export function splitChunk(chunk: AIMessageChunk): SplitChunk {
  const texts: ChannelText[] = [];
  const blocks: unknown[] = [];
  const { content, additional_kwargs: beside } = chunk;
  if (typeof content === 'string') {
    if (content !== '') texts.push({ channel: 'content', text: content });
  } else {
    for (const block of content as readonly Record<string, unknown>[]) {
      const key = TEXTS.find((name) => typeof block[name] === 'string');
      const isText = key !== undefined && Object.values(block).every(isScalar);
      if (!isText) blocks.push(block);
      else {
        const { [key]: text, ...fields } = block;
        texts.push({ channel: JSON.stringify([key, fields]), text: text as string });
      }
    }
  }
  const otherBeside: Record<string, unknown> = { ...beside };
  for (const key of BESIDE) {
    const text = beside[key];
    if (typeof text !== 'string') continue;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- additional_kwargs is a dictionary
    delete otherBeside[key];
    if (text !== '') texts.push({ channel: key, text });
  }
  delete otherBeside.__raw_response;
  const { tool_call_chunks = [] } = chunk;
  const shell = new AIMessageChunk({
    content: '',
    response_metadata: scalarsOf(chunk.response_metadata),
    ...headOf(chunk),
  });
  const isMore =
    blocks.length > 0 || tool_call_chunks.length > 0 || Object.keys(otherBeside).length > 0;
  if (!isMore) return { texts, shell, other: null };
  const other = new AIMessageChunk({
    content: blocks.length > 0 ? (blocks as never) : '',
    additional_kwargs: otherBeside,
    tool_call_chunks,
  });
  return { texts, shell, other };
}

/** A chunk with these texts, each where it came from. */
export function rejoined(shell: AIMessageChunk, texts: readonly ChannelText[]): AIMessageChunk {
  const beside: Record<string, string> = {};
  const blocks: Record<string, unknown>[] = [];
  let content = '';
  for (const { channel, text } of texts) {
    if (channel === 'content') content += text;
    else if (channel.startsWith('[')) {
      const [key, fields] = JSON.parse(channel) as [string, Record<string, unknown>];
      blocks.push({ ...fields, [key]: text });
    } else beside[channel] = text;
  }
  return new AIMessageChunk({
    content: blocks.length > 0 ? (blocks as never) : content,
    additional_kwargs: beside,
    response_metadata: shell.response_metadata,
    ...headOf(shell),
  });
}

/** What a chunk says beside its content: its fields are there or not, never undefined. */
function headOf({ id, name, usage_metadata }: AIMessage | AIMessageChunk): Head {
  return Object.fromEntries(
    Object.entries({ id, name, usage_metadata }).filter(([, value]) => value !== undefined),
  );
}

interface Head {
  readonly id?: string;
  readonly name?: string;
  readonly usage_metadata?: NonNullable<AIMessage['usage_metadata']>;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
