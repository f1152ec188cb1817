/** Secrets, and the backends that they are read from. Any export added here becomes public API: named exports only. */

/** The version of @safeai/secrets. */
export const VERSION = '0.1.0';
