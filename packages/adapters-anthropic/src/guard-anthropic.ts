import type { GuardedAgent } from '@safeai/adapter-kit';
import { guardedFetch, type Fetch, type GuardedFetchOptions } from '@safeai/adapter-kit/http';
import type { Anthropic } from '@anthropic-ai/sdk';

/**
 * The same client, under guard: messages and counts of tokens, whole and as streams, with all helpers on them (`stream`,
 * `parse`, `toolRunner`). Calls of other kinds are refused, unless `unknownCalls` lets them pass.
 *
 * @param client stays as it is
 * @example
 * const agent = new GuardedAgent({ guard: new SafeAI(), agentId: 'support' });
 * const anthropic = guardAnthropic(new Anthropic(), agent);
 */
export function guardAnthropic<Client extends Anthropic>(
  client: Client,
  agent: GuardedAgent,
  options: Pick<GuardedFetchOptions, 'unknownCalls'> = {},
): Client {
  const { fetch } = client as unknown as { readonly fetch?: Fetch };
  return client.withOptions({ fetch: guardedFetch(agent, { ...options, fetch }) });
}
