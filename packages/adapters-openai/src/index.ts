/** SafeAI for the OpenAI client: chats, responses, completions and embeddings, whole and as streams. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapters-openai. */
export const VERSION = '0.1.0';
