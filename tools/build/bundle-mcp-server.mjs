/**
 * Bundles the start of the MCP server into few files: hosts start one for each window, and loading hundreds of modules
 * takes longer than all that they do. What runs a SafeAI inside the process stays outside, for it has threads and files
 * of its own; it is loaded when it is needed.
 */
import { bundle } from './bundle.mjs';

await bundle({
  entryPoints: ['apps/mcp-server/src/main.ts'],
  outdir: 'apps/mcp-server/assets/server',
  outExtension: { '.js': '.mjs' },
  external: ['@safeai/proxy', '@safeai/runtime', '@safeai/config', '@safeai/client'],
});
