/** SafeAI for the Anthropic client: messages and tools, whole and as streams. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-anthropic. */
export const VERSION = '0.1.0';
