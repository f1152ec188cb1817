/** The version of @safeai/state. */
export const VERSION = '0.1.0';
