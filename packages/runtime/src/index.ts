/** The version of @safeai/runtime. */
export const VERSION = '0.1.0';
