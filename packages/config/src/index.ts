/** The version of @safeai/config. */
export const VERSION = '0.1.0';
