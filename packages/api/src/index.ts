/** The version of @safeai/api. */
export const VERSION = '0.1.0';
