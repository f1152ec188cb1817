// What `safeai hook` starts with. It is bundled (tools/build/bundle-hook.mjs); from dist/ it takes a second to load.
import { runHook } from './hook-process.ts';

runHook(process.argv.slice(3));
