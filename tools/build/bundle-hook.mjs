/**
 * Bundles `safeai hook` into few files: a coding agent waits for it before every step, and loading a thousand modules
 * takes several times longer than all that it does. A thread is a file where the module that starts it looks for it:
 * all that ask are in the bundle's folder, under which paths beside `src/` stay what they are.
 */
import { bundle } from './bundle.mjs';

await bundle({
  entryPoints: {
    main: 'apps/cli/src/hook/main.ts',
    'worker/main': 'packages/state/src/worker/main.ts',
    thread: 'packages/runtime/src/plugins/thread.ts',
    'verify-thread': 'packages/audit/src/verify/verify-thread.ts',
  },
  outdir: 'apps/cli/bundle',
  // Has a binary.
  external: ['libsql'],
});
