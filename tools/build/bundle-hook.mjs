/**
 * Bundles `safeai hook` into few files: a coding agent waits for it before every step, and loading a thousand modules
 * takes several times longer than all that it does. A thread is a file where the module that starts it looks for it:
 * all that ask are in the bundle's folder, under which paths beside `src/` stay what they are.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outdir = `${root}apps/cli/bundle`;

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'apps/cli/src/hook/main.ts',
    'worker/main': 'packages/state/src/worker/main.ts',
    thread: 'packages/runtime/src/plugins/thread.ts',
    'verify-thread': 'packages/audit/src/verify/verify-thread.ts',
  },
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  conditions: ['@safeai/source'],
  // Has a binary.
  external: ['libsql'],
  // CommonJS inside asks for Node's modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
