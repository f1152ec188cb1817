import { Type, type TObject } from '@sinclair/typebox';
import { Identifier, MAX_DATA_TAGS } from '../schema/request.ts';

/**
 * A route that speaks a model provider's own wire format, in gateway mode. Its body and its answers are the provider's;
 * errors, SafeAI's own too, come in the provider's shape.
 */
export interface ProviderRouteDescription {
  /** Names the route in code, metrics and the document (`operationId`). */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /**
   * All of them are served alike. A name in braces stands for one segment, or for what stands before the `:` of one:
   * `/v1beta/models/{model}:generateContent`.
   */
  readonly paths: readonly [string, ...string[]];
  /** The names in the paths, each a string with `examples`. */
  readonly params?: TObject;
  readonly summary: string;
  readonly provider: 'openai' | 'anthropic' | 'gemini';
  /** Id of the wire format, as `@safeai/protocols` names it. */
  readonly protocol: string;
  /** How a stream is answered, where there is one. */
  readonly streams?: readonly ('text/event-stream' | 'application/json')[];
}

/** What a caller may say on a provider route, where the body is not SafeAI's. None of these headers goes upstream. */
export const ProviderHeaders = Type.Object({
  'x-safeai-agent': Type.Optional(Identifier('The agent that acts.')),
  'x-safeai-session': Type.Optional(Identifier('The conversation or run that this belongs to.')),
  'x-safeai-data-tags': Type.Optional(
    Type.String({
      maxLength: MAX_DATA_TAGS * 130,
      description:
        'Tags that the caller knows of, separated by commas. They make a decision stricter, never milder.',
    }),
  ),
  'x-safeai-approval-id': Type.Optional(
    Identifier('Of an approved tool call that the model is expected to make again.'),
  ),
  'x-safeai-upstream': Type.Optional(
    Identifier('Name of the upstream to send this to, in place of routing by model.'),
  ),
});

const MODEL = Type.Object({
  model: Type.String({ description: 'Name of a model.', examples: ['gemini-2.5-flash'] }),
});

/** Google's two versions. */
const ofGemini = (method: string): readonly [string, string] => [
  `/v1beta/models/{model}:${method}`,
  `/v1/models/{model}:${method}`,
];

/**
 * Every provider route. Those of Gemini stand before `/v1/models/{model}`, whose name would stand for theirs too.
 */
export const PROVIDER_ROUTES = [
  {
    id: 'openai_chat_completions',
    method: 'POST',
    paths: ['/v1/chat/completions'],
    summary: "OpenAI's chat completions",
    provider: 'openai',
    protocol: 'openai.chat',
    streams: ['text/event-stream'],
  },
  {
    id: 'openai_completions',
    method: 'POST',
    paths: ['/v1/completions'],
    summary: "OpenAI's completions",
    provider: 'openai',
    protocol: 'openai.completions',
    streams: ['text/event-stream'],
  },
  {
    id: 'openai_responses',
    method: 'POST',
    paths: ['/v1/responses'],
    summary: "OpenAI's responses",
    provider: 'openai',
    protocol: 'openai.responses',
    streams: ['text/event-stream'],
  },
  {
    id: 'openai_embeddings',
    method: 'POST',
    paths: ['/v1/embeddings'],
    summary: "OpenAI's embeddings",
    provider: 'openai',
    protocol: 'openai.embeddings',
  },
  {
    id: 'anthropic_messages',
    method: 'POST',
    paths: ['/v1/messages'],
    summary: "Anthropic's messages",
    provider: 'anthropic',
    protocol: 'anthropic.messages',
    streams: ['text/event-stream'],
  },
  {
    id: 'anthropic_count_tokens',
    method: 'POST',
    paths: ['/v1/messages/count_tokens'],
    summary: "Anthropic's count of a message's tokens",
    provider: 'anthropic',
    protocol: 'anthropic.count_tokens',
  },
  {
    id: 'gemini_generate_content',
    method: 'POST',
    paths: ofGemini('generateContent'),
    params: MODEL,
    summary: "Gemini's content, whole",
    provider: 'gemini',
    protocol: 'gemini.generate',
  },
  {
    id: 'gemini_stream_generate_content',
    method: 'POST',
    paths: ofGemini('streamGenerateContent'),
    params: MODEL,
    summary: "Gemini's content, as a stream: events with `alt=sse`, else one JSON array",
    provider: 'gemini',
    protocol: 'gemini.generate',
    streams: ['text/event-stream', 'application/json'],
  },
  {
    id: 'gemini_count_tokens',
    method: 'POST',
    paths: ofGemini('countTokens'),
    params: MODEL,
    summary: "Gemini's count of a content's tokens",
    provider: 'gemini',
    protocol: 'gemini.count_tokens',
  },
  {
    id: 'gemini_embed_content',
    method: 'POST',
    paths: ofGemini('embedContent'),
    params: MODEL,
    summary: "Gemini's embedding of one content",
    provider: 'gemini',
    protocol: 'gemini.embed',
  },
  {
    id: 'gemini_batch_embed_contents',
    method: 'POST',
    paths: ofGemini('batchEmbedContents'),
    params: MODEL,
    summary: "Gemini's embeddings of several contents",
    provider: 'gemini',
    protocol: 'gemini.embed',
  },
  {
    id: 'openai_models',
    method: 'GET',
    paths: ['/v1/models'],
    summary: "The provider's models, in OpenAI's or Anthropic's form",
    provider: 'openai',
    protocol: 'openai.models',
  },
  {
    id: 'openai_model',
    method: 'GET',
    paths: ['/v1/models/{model}'],
    params: MODEL,
    summary: "One of the provider's models",
    provider: 'openai',
    protocol: 'openai.models',
  },
] as const satisfies readonly ProviderRouteDescription[];

/** The id of a provider route. */
export type ProviderRouteId = (typeof PROVIDER_ROUTES)[number]['id'];
