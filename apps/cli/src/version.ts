/** The version of @safeai/cli. */
export const VERSION = '0.1.0';
