import { PROVIDER_ROUTES, type ProviderRouteDescription } from '@safeai/api';
import type { JsonObject } from '@safeai/core';

/** A small request on each provider route, at each of its paths, with a text of the caller's in it. */
export interface ProviderRequest {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly provider: ProviderRouteDescription['provider'];
  /** Undefined for routes without one. */
  readonly body: (text: string) => JsonObject | undefined;
}

const contents = (text: string) => [{ role: 'user', parts: [{ text }] }];
const messages = (text: string) => [{ role: 'user', content: text }];

const BODIES: Readonly<Record<string, (text: string) => JsonObject>> = {
  'openai.chat': (text) => ({ model: 'gpt-4o-mini', messages: messages(text) }),
  'openai.completions': (text) => ({ model: 'gpt-4o-mini', prompt: text }),
  'openai.responses': (text) => ({ model: 'gpt-4o-mini', input: text }),
  'openai.embeddings': (text) => ({ model: 'text-embedding-3-small', input: text }),
  'anthropic.messages': (text) => ({
    ...{ model: 'claude-sonnet-4-5', max_tokens: 100 },
    messages: messages(text),
  }),
  'anthropic.count_tokens': (text) => ({ model: 'claude-sonnet-4-5', messages: messages(text) }),
  'gemini.generate': (text) => ({ contents: contents(text) }),
  'gemini.count_tokens': (text) => ({ contents: contents(text) }),
};

const EMBEDDING: Readonly<Record<string, (text: string) => JsonObject>> = {
  gemini_embed_content: (text) => ({ content: { parts: [{ text }] } }),
  gemini_batch_embed_contents: (text) => ({
    requests: [{ model: 'models/gemini-embedding-001', content: { parts: [{ text }] } }],
  }),
};

/** All of them. */
export const PROVIDER_REQUESTS: readonly ProviderRequest[] = PROVIDER_ROUTES.flatMap((route) => {
  const { id, method, paths, provider, protocol }: ProviderRouteDescription = route;
  return paths.map((path) => ({
    ...{ id, method, provider },
    path: path.replace('{model}', provider === 'gemini' ? 'gemini-2.5-flash' : 'gpt-4o-mini'),
    body: (text: string) => (EMBEDDING[id] ?? BODIES[protocol])?.(text),
  }));
});

/** The one of this route, at its first path. */
export function requestOf(id: (typeof PROVIDER_ROUTES)[number]['id']): ProviderRequest {
  const found = PROVIDER_REQUESTS.find((request) => request.id === id);
  if (found === undefined) throw new Error(`There is no route ${id}.`);
  return found;
}

/** What an error says in its provider's own shape. */
export interface ToldError {
  readonly message: string;
  readonly code: string;
  /** The provider's own word for its kind. */
  readonly kind: string;
}

/** Reads an error as the provider's client would. */
export function toldIn(provider: ProviderRequest['provider'], body: unknown): ToldError {
  const { error } = body as { error: Record<string, unknown> };
  const { message } = error as { message: string };
  if (provider === 'openai') {
    return { message, code: error.code as string, kind: error.type as string };
  }
  if (provider === 'anthropic') {
    const { error_code: code } = error.details as { error_code: string };
    return { message, code, kind: error.type as string };
  }
  const [{ reason }] = error.details as [{ reason: string }];
  return { message, code: reason, kind: error.status as string };
}
