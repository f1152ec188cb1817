/** Tells people what SafeAI has seen. Any export added here becomes public API: named exports only. */

/** The version of @safeai/alerting. */
export const VERSION = '0.1.0';
