/** SafeAI for the OpenAI Agents SDK. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-openai-agents. */
export const VERSION = '0.1.0';
