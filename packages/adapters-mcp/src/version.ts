/** The version of @safeai/adapters-mcp. */
export const VERSION = '0.1.0';
