/**
 * Bundles the start of the MCP server into few files: hosts start one for each window, and loading hundreds of modules
 * takes longer than all that they do. What runs a SafeAI inside the process stays outside, for it has threads and files
 * of its own; it is loaded when it is needed.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const project = fileURLToPath(new URL('../../apps/mcp-server/', import.meta.url));
const outdir = `${project}assets/server`;

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: project,
  entryPoints: ['src/main.ts'],
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  outExtension: { '.js': '.mjs' },
  conditions: ['@safeai/source'],
  external: ['@safeai/proxy', '@safeai/runtime', '@safeai/config', '@safeai/client'],
  // CommonJS inside asks for Node's modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
