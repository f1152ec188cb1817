/** SafeAI for the OpenAI client. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-openai. */
export const VERSION = '0.1.0';

export { guardOpenAI } from './guard-openai.ts';
export { guardedFetch, type Fetch, type GuardedFetchOptions } from '@safeai/adapter-kit/http';
export {
  GuardedAgent,
  GuardOutageError,
  isGuardOutage,
  type AdapterOptions,
} from '@safeai/adapter-kit';
