/**
 * A firewall between an MCP host and any MCP server. Any export added here becomes public API: named exports only.
 */
export { VERSION } from './version.ts';
