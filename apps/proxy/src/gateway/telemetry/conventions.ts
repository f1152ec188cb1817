import type { Protocol } from '@safeai/protocols';
import type { Provider } from '../upstreams/provider.ts';

// OpenTelemetry's conventions for generative AI (github.com/open-telemetry/semantic-conventions-genai, in development,
// read in November 2026): https://opentelemetry.io/docs/specs/semconv/gen-ai/

/** `gen_ai.operation.name` of a format. The conventions have none for lists of models and for counting. */
export const OPERATIONS: Readonly<Record<Protocol['id'], string>> = {
  'openai.chat': 'chat',
  'openai.completions': 'text_completion',
  'openai.responses': 'chat',
  'openai.embeddings': 'embeddings',
  'openai.models': 'list_models',
  'anthropic.messages': 'chat',
  'anthropic.count_tokens': 'count_tokens',
  'gemini.generate': 'generate_content',
  'gemini.count_tokens': 'count_tokens',
  'gemini.embed': 'embeddings',
};

/** `openai.api.type`, where there are two of the same operation. */
export const API_TYPES: Readonly<Partial<Record<Protocol['id'], string>>> = {
  'openai.chat': 'chat_completions',
  'openai.responses': 'responses',
};

const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'gcp.gemini',
};

/** `gen_ai.provider.name`: the upstream's, else the one whose format it is. */
export function providerName(protocol: Protocol['id'], provider?: Provider): string {
  const [vendor] = protocol.split('.') as [Provider];
  return PROVIDER_NAMES[provider ?? vendor];
}

/** Bounds of the buckets of times, in seconds, as the conventions advise. */
export const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];

/** Bounds of the buckets of tokens, as the conventions advise. */
export const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  67_108_864,
];
