/** SafeAI for the Vercel AI SDK. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-vercel-ai. */
export const VERSION = '0.1.0';

export { safeaiMiddleware } from './middleware.ts';
export { guardTools } from './guard-tools.ts';
export {
  GuardedAgent,
  GuardOutageError,
  isGuardOutage,
  WithheldError,
  type AdapterOptions,
} from '@safeai/adapter-kit';
