import type { GuardedAgent } from '@safeai/adapter-kit';
import { guardedFetch, type Fetch, type GuardedFetchOptions } from '@safeai/adapter-kit/http';
import type { OpenAI } from 'openai';

/**
 * The same client, under guard: chats, responses, completions and embeddings, whole and as streams, with all helpers on them
 * (`parse`, `stream`, `runTools`). Calls of other kinds are refused, unless `unknownCalls` lets them pass.
 *
 * @param client stays as it is
 * @example
 * const agent = new GuardedAgent({ guard: new SafeAI(), agentId: 'support' });
 * const openai = guardOpenAI(new OpenAI(), agent);
 */
export function guardOpenAI<Client extends OpenAI>(
  client: Client,
  agent: GuardedAgent,
  options: Pick<GuardedFetchOptions, 'unknownCalls'> = {},
): Client {
  const { fetch } = client as unknown as { readonly fetch?: Fetch };
  return client.withOptions({ fetch: guardedFetch(agent, { ...options, fetch }) });
}
