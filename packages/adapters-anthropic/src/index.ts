/** SafeAI for the Anthropic client. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-anthropic. */
export const VERSION = '0.1.0';

export { guardAnthropic } from './guard-anthropic.ts';
export { guardedFetch, type Fetch, type GuardedFetchOptions } from '@safeai/adapter-kit/http';
export {
  GuardedAgent,
  GuardOutageError,
  isGuardOutage,
  type AdapterOptions,
} from '@safeai/adapter-kit';
