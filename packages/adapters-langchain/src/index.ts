/** SafeAI for LangChain.js. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-langchain. */
export const VERSION = '0.1.0';

export { safeaiMiddleware, type MiddlewareOptions } from './middleware.ts';
export { guardModel } from './guarded-model.ts';
export { guardTool, guardTools, type AnyTool, type ToolOptions } from './guard-tools.ts';
export { guardRunnable } from './guard-runnable.ts';
export { SafeAICallbackHandler } from './callback-handler.ts';
export {
  GuardedAgent,
  GuardOutageError,
  isGuardOutage,
  WithheldError,
  type AdapterOptions,
} from '@safeai/adapter-kit';
