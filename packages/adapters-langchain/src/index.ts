/** SafeAI for LangChain.js. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-langchain. */
export const VERSION = '0.1.0';
