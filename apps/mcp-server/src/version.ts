/** The version of @safeai/mcp-server. */
export const VERSION = '0.1.0';
