/** SafeAI for the Vercel AI SDK: language-model middleware and guarded tools, with approvals and streams. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-vercel-ai. */
export const VERSION = '0.1.0';
