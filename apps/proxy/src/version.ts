/** The version of @safeai/proxy. */
export const VERSION = '0.1.0';
