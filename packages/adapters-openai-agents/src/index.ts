/** SafeAI for the OpenAI Agents SDK. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-openai-agents. */
export const VERSION = '0.1.0';

export { guardAgent, type GuardAgentParts } from './guard-agent.ts';
export { guardModel } from './guard-model.ts';
export { guardTools } from './guard-tools.ts';
export {
  GuardedAgent,
  GuardOutageError,
  isGuardOutage,
  WithheldError,
  type AdapterOptions,
} from '@safeai/adapter-kit';
