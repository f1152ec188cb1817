/** Wire formats of model providers. Any export added here becomes public API: named exports only. */

/** The version of @safeai/protocols. */
export const VERSION = '0.1.0';
